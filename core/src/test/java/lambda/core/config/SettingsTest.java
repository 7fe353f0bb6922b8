package lambda.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static Object read(String value, Function<Settings, Object> reader) {
    return Settings.read(Map.of("X", value), reader);
  }

  @Test
  void unsetSettingsHaveTheirDefaults() {
    Map<String, String> unrelated = Map.of("Y", "7");
    Duration second = Duration.ofSeconds(1);

    assertThat(Settings.<Object>read(unrelated, s -> s.positive("X", 3))).isEqualTo(3);
    assertThat(Settings.<Object>read(unrelated, s -> s.duration("X", second))).isEqualTo(second);
  }

  @Test
  void everySettingIsTyped() {
    assertThat(read("a b", s -> s.text("X", "c"))).isEqualTo("a b");
    assertThat(read("/tmp", s -> s.path("X", Path.of("/")))).isEqualTo(Path.of("/tmp"));
    assertThat(read("7", s -> s.positive("X", 1))).isEqualTo(7);
    assertThat(read("65535", s -> s.port("X", 1))).isEqualTo(65_535);
    assertThat(read("PT1M", s -> s.duration("X", Duration.ofSeconds(1))))
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(read("https://s3.example.org", s -> s.address("X", "http://a")))
        .isEqualTo(URI.create("https://s3.example.org"));
  }

  @Test
  void everyInvalidSettingIsReportedAtOnceWithItsName() {
    Map<String, String> environment =
        Map.of("N", "0", "D", "soon", "A", "localhost:9000", "T", " ", "P", "65536");

    assertThatThrownBy(() ->
            Settings.read(
                environment,
                settings ->
                    List.of(
                        settings.positive("N", 1),
                        settings.duration("D", Duration.ofSeconds(1)),
                        settings.address("A", "http://127.0.0.1:1"),
                        settings.text("T", "text"),
                        settings.port("P", 80))))
        .isInstanceOf(LambdaException.class)
        .hasMessage(
            """
            5 errors in the settings:
            N is '0'; it must be a positive whole number
            D is 'soon'; it must be a positive ISO-8601 duration, such as PT10S
            A is 'localhost:9000'; it must be an http address, such as http://127.0.0.1:9000
            T is ' '; it must be text that is not blank
            P is '65536'; it must be a port between 1 and 65535\
            """)
        .extracting(e -> ((LambdaException) e).category())
        .isEqualTo(Category.BAD_INPUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1GB", "512MB", "1.5GiB", "2 gb", "0.5TB", "100kB"})
  void aDataSizeIsANumberWithAUnit(String size) {
    assertThat(read(size, s -> s.dataSize("X", "1MB"))).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lots", "1", "GB", "-1GB", "0GB", "1GB ", "1,5GB", "1 XB", ""})
  void anythingElseIsNotADataSize(String size) {
    assertThatThrownBy(() -> read(size, s -> s.dataSize("X", "1MB")))
        .hasMessage("X is '%s'; it must be a data size, such as 512MB or 2GB".formatted(size));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:9092", "a:1, b-c.example.org:22", "[::1]:1"})
  void serversAreHostsWithPorts(String servers) {
    assertThat(read(servers, s -> s.servers("X", "a:1"))).isEqualTo(servers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "a:1,", "a:b", ":1", "a:1 b:1", ""})
  void anythingElseIsNotAListOfServers(String servers) {
    assertThatThrownBy(() -> read(servers, s -> s.servers("X", "a:1")))
        .hasMessageContaining("X is '%s'; it must be host:port".formatted(servers));
  }

  @Test
  void theNamesOfAConfigAreKnown() {
    assertThat(Settings.names(s -> List.of(s.port("P", 1), s.text("T", "t"))))
        .containsExactlyInAnyOrder("P", "T");
  }

  @Test
  void aWrongSettingThatSeveralComponentsReadIsReportedOnce() {
    assertThatThrownBy(() ->
            Settings.read(
                Map.of("PORT", "abc"),
                settings -> settings.port("PORT", 1) + settings.port("PORT", 2)))
        .hasMessageStartingWith("PORT is 'abc'")
        .hasMessageNotContaining("errors in the settings");
  }
}
