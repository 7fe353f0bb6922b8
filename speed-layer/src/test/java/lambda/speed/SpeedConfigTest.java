package lambda.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import lambda.core.config.Settings;
import lambda.core.view.ViewQuota;
import lambda.speed.ingest.IngestConfig;
import lambda.store.PostgresConfig;
import lambda.store.PostgresLimits;
import org.junit.jupiter.api.Test;

class SpeedConfigTest {
  @Test
  void defaultsAreThoseOfALocalStack() {
    assertThat(Settings.read(Map.of(), SpeedConfig::from))
        .isEqualTo(
            new SpeedConfig(
                Path.of("streams"),
                new PostgresConfig(
                    "jdbc:postgresql://127.0.0.1:5432/lambda",
                    "lambda",
                    "lambda",
                    PostgresLimits.SHORT),
                URI.create("http://127.0.0.1:9200"),
                new IngestConfig(
                    "127.0.0.1:9092",
                    "speed-1",
                    Duration.ofMillis(200),
                    50_000,
                    32,
                    200_000,
                    3_000_000,
                    new ViewQuota(1_000_000)),
                Duration.ofMillis(500),
                "127.0.0.1",
                9464));
  }

  @Test
  void everySettingHasItsName() {
    Map<String, String> environment =
        Map.ofEntries(
            Map.entry("LAMBDA_STREAMS", "/etc/streams"),
            Map.entry("LAMBDA_KAFKA", "kafka:9092"),
            Map.entry("LAMBDA_POSTGRES_URL", "jdbc:postgresql://db/x"),
            Map.entry("LAMBDA_POSTGRES_USER", "u"),
            Map.entry("LAMBDA_POSTGRES_PASSWORD", "p"),
            Map.entry("LAMBDA_POSTGRES_STATEMENT_TIMEOUT", "PT3S"),
            Map.entry("LAMBDA_POSTGRES_LOCK_TIMEOUT", "PT4S"),
            Map.entry("LAMBDA_POSTGRES_IDLE_TIMEOUT", "PT5S"),
            Map.entry("LAMBDA_ELASTICSEARCH", "http://search:9200"),
            Map.entry("LAMBDA_INSTANCE", "speed-2"),
            Map.entry("LAMBDA_FLUSH_INTERVAL", "PT1S"),
            Map.entry("LAMBDA_FLUSH_RECORDS", "10"),
            Map.entry("LAMBDA_FLUSH_MEGABYTES", "3"),
            Map.entry("LAMBDA_ID_HORIZON", "20"),
            Map.entry("LAMBDA_ID_LIMIT", "60"),
            Map.entry("LAMBDA_VIEW_QUOTA", "7"),
            Map.entry("LAMBDA_PROJECTION_INTERVAL", "PT2S"),
            Map.entry("LAMBDA_HTTP_HOST", "0.0.0.0"),
            Map.entry("LAMBDA_HTTP_PORT", "80"));

    assertThat(Settings.read(environment, SpeedConfig::from))
        .isEqualTo(
            new SpeedConfig(
                Path.of("/etc/streams"),
                new PostgresConfig(
                    "jdbc:postgresql://db/x",
                    "u",
                    "p",
                    new PostgresLimits(
                        Duration.ofSeconds(3), Duration.ofSeconds(4), Duration.ofSeconds(5))),
                URI.create("http://search:9200"),
                new IngestConfig(
                    "kafka:9092",
                    "speed-2",
                    Duration.ofSeconds(1),
                    10,
                    3,
                    20,
                    60,
                    new ViewQuota(7)),
                Duration.ofSeconds(2),
                "0.0.0.0",
                80));
  }

  @Test
  void loopsShareTheMemoryOfTheProcess() {
    IngestConfig config = Settings.read(Map.of(), IngestConfig::from);

    assertThat(config.share(3, 12).idHorizon()).isEqualTo(200_000);
    assertThat(config.share(3, 300).idHorizon()).isEqualTo(10_000);
    assertThat(config.share(4, 12).flushMegabytes()).isEqualTo(8);
    assertThat(config.share(100, 10_000_000).idHorizon()).isEqualTo(1);
    assertThat(config.share(100, 10_000_000).flushMegabytes()).isEqualTo(1);
  }

  @Test
  void everyFaultIsReportedAtOnce() {
    assertThatThrownBy(() ->
            Settings.read(
                Map.of("LAMBDA_FLUSH_INTERVAL", "200ms", "LAMBDA_HTTP_PORT", "http"),
                SpeedConfig::from))
        .hasMessageContaining("LAMBDA_FLUSH_INTERVAL")
        .hasMessageContaining("LAMBDA_HTTP_PORT");
  }
}
