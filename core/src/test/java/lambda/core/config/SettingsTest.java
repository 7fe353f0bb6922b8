package lambda.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void whatIsNotSetHasItsDefault() {
    Settings settings = new Settings(Map.of());

    assertThat(settings.positive("N", 3)).isEqualTo(3);
    assertThat(settings.duration("D", Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
    settings.check();
  }

  @Test
  void everyFaultIsReportedAtOnceWithItsName() {
    Settings settings =
        new Settings(Map.of("N", "0", "D", "soon", "A", "localhost:9000", "T", " "));
    settings.positive("N", 1);
    settings.duration("D", Duration.ofSeconds(1));
    settings.address("A", "http://127.0.0.1:1");
    settings.text("T", "text");

    assertThatThrownBy(settings::check)
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("N is '0'; it must be a whole number from 1 up")
        .hasMessageContaining("D is 'soon'")
        .hasMessageContaining("A is 'localhost:9000'")
        .hasMessageContaining("T is ' '");
  }
}
