package lambda.batch;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import lambda.batch.s3.S3Config;
import lambda.core.config.Settings;
import lambda.core.view.ViewQuota;
import lambda.store.PostgresConfig;
import org.junit.jupiter.api.Test;

class BatchConfigTest {
  @Test
  void defaultsAreThoseOfALocalStack() {
    assertThat(Settings.read(Map.of("LAMBDA_WORK", "/tmp/work"), BatchConfig::from))
        .isEqualTo(
            new BatchConfig(
                Path.of("streams"),
                "127.0.0.1:9092",
                new PostgresConfig("jdbc:postgresql://127.0.0.1:5432/lambda", "lambda", "lambda"),
                new S3Config(
                    URI.create("http://127.0.0.1:9000"),
                    "us-east-1",
                    "lambda",
                    "lambda-secret",
                    "lambda"),
                Path.of("/tmp/work"),
                "httpfs",
                "1GB",
                500_000,
                128L << 20,
                new ViewQuota(1_000_000),
                Duration.ofHours(24),
                Duration.ofHours(48),
                Duration.ofSeconds(10)));
  }

  @Test
  void everySettingHasItsName() {
    Map<String, String> environment =
        Map.ofEntries(
            entry("LAMBDA_S3", "https://s3.example.org"),
            entry("LAMBDA_S3_REGION", "eu-west-2"),
            entry("LAMBDA_S3_ACCESS_KEY", "a"),
            entry("LAMBDA_S3_SECRET_KEY", "s"),
            entry("LAMBDA_S3_BUCKET", "b"),
            entry("LAMBDA_WORK", "/var/lambda"),
            entry("LAMBDA_DUCKDB_HTTPFS", "/x/httpfs.duckdb_extension"),
            entry("LAMBDA_DUCKDB_MEMORY", "2GB"),
            entry("LAMBDA_OBJECT_RECORDS", "7"),
            entry("LAMBDA_FILE_MEGABYTES", "3"),
            entry("LAMBDA_VIEW_QUOTA", "7"),
            entry("LAMBDA_TIDY_AFTER", "PT2H"),
            entry("LAMBDA_SPEED_RETENTION", "PT3H"),
            entry("LAMBDA_HOUR_GRACE", "PT1M"));
    BatchConfig config = Settings.read(environment, BatchConfig::from);

    assertThat(config.s3())
        .isEqualTo(new S3Config(URI.create("https://s3.example.org"), "eu-west-2", "a", "s", "b"));
    assertThat(config.work()).isEqualTo(Path.of("/var/lambda"));
    assertThat(config.httpfs()).isEqualTo("/x/httpfs.duckdb_extension");
    assertThat(config.duckdbMemory()).isEqualTo("2GB");
    assertThat(config.objectRecords()).isEqualTo(7);
    assertThat(config.fileBytes()).isEqualTo(3L << 20);
    assertThat(config.viewQuota()).isEqualTo(new ViewQuota(7));
    assertThat(config.tidyAfter()).isEqualTo(Duration.ofHours(2));
    assertThat(config.grace()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aMemoryLimitThatDuckDbWouldNotTakeIsRefused() {
    assertThatThrownBy(
            () -> Settings.read(Map.of("LAMBDA_DUCKDB_MEMORY", "lots"), BatchConfig::from))
        .hasMessageStartingWith("LAMBDA_DUCKDB_MEMORY is 'lots'; it must be a data size");
  }
}
