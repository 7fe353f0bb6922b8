package lambda.batch;

import java.nio.file.Path;
import java.time.Duration;
import lambda.batch.s3.S3Config;
import lambda.core.config.Settings;
import lambda.store.PostgresConfig;

/// The settings of the batch layer.
///
/// @param work a folder for files on their way to S3 and for DuckDB's spill
/// @param httpfs DuckDB's extension for S3 as a file; empty lets DuckDB install it by itself
/// @param duckdbMemory DuckDB's limit, as in `1GB`
/// @param objectRecords how many records of a partition go into one object at most
/// @param fileBytes how much goes into one file of the archive, about
/// @param tidyAfter how long replaced and orphaned objects stay
/// @param speedRetention how long speed partials stay after their hour is sealed
/// @param grace how long after its end an hour of a silent partition is closed
public record BatchConfig(
    Path streams,
    String kafka,
    PostgresConfig postgres,
    S3Config s3,
    Path work,
    String httpfs,
    String duckdbMemory,
    int objectRecords,
    long fileBytes,
    Duration tidyAfter,
    Duration speedRetention,
    Duration grace) {

  /// The same with another work folder.
  BatchConfig in(Path folder) {
    return new BatchConfig(
        streams,
        kafka,
        postgres,
        s3,
        folder,
        httpfs,
        duckdbMemory,
        objectRecords,
        fileBytes,
        tidyAfter,
        speedRetention,
        grace);
  }

  public static BatchConfig from(Settings settings) {
    return new BatchConfig(
        settings.path("LAMBDA_STREAMS", Path.of("streams")),
        settings.servers("LAMBDA_KAFKA", "127.0.0.1:9092"),
        PostgresConfig.from(settings),
        S3Config.from(settings),
        settings.path("LAMBDA_WORK", Path.of(System.getProperty("java.io.tmpdir"), "lambda")),
        settings.text("LAMBDA_DUCKDB_HTTPFS", "httpfs"),
        settings.dataSize("LAMBDA_DUCKDB_MEMORY", "1GB"),
        settings.positive("LAMBDA_OBJECT_RECORDS", 500_000),
        (long) settings.positive("LAMBDA_FILE_MEGABYTES", 128) << 20,
        settings.duration("LAMBDA_TIDY_AFTER", Duration.ofHours(24)),
        settings.duration("LAMBDA_SPEED_RETENTION", Duration.ofHours(48)),
        settings.duration("LAMBDA_HOUR_GRACE", Duration.ofSeconds(10)));
  }
}
