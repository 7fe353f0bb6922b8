package lambda.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {
  @ParameterizedTest
  @CsvSource({
    "10s, PT10S",
    "5m, PT5M",
    "3h, PT3H",
    "1h30m, PT1H30M",
    "0.5s, PT0.5S",
    "PT3H, PT3H",
    "P1D, PT24H",
    "pt3s, PT3S"
  })
  void durationsAreReadInShortAndInIsoForm(String text, Duration duration) {
    assertThat(new DurationConverter().convert(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "-5m", "0s", "PT0S", "5 m", "3d", "soon"})
  void anythingElseIsNotAPositiveDuration(String text) {
    assertThatThrownBy(() -> new DurationConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'%s' is not a positive duration; write 10s, 5m, 3h or PT1H30M", text);
  }
}
