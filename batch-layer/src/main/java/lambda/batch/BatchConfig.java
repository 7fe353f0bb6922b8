package lambda.batch;

import java.nio.file.Path;
import java.time.Duration;
import lambda.batch.s3.S3Config;
import lambda.core.config.Settings;
import lambda.core.view.ViewQuota;
import lambda.store.PostgresConfig;

/// The settings of the batch layer.
///
/// @param kafka the bootstrap servers
/// @param work a folder for temporary files and DuckDB's spill
/// @param httpfs DuckDB's extension for S3 as a file; the name `httpfs` lets DuckDB install it
/// @param duckdbMemory DuckDB's memory limit, such as `1GB`
/// @param objectRecords the maximum number of records of a partition in one object
/// @param fileBytes about how many bytes go into one file of the archive
/// @param viewQuota how many rows a view may have in one hour
/// @param tidyAfter how long replaced and orphaned objects are kept
/// @param speedRetention how long speed partials are kept after their hour is sealed
/// @param grace how long after its end the hour of a silent partition is closed
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
    ViewQuota viewQuota,
    Duration tidyAfter,
    Duration speedRetention,
    Duration grace) {

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
        new ViewQuota(settings.positive(ViewQuota.SETTING, ViewQuota.DEFAULT)),
        settings.duration("LAMBDA_TIDY_AFTER", Duration.ofHours(24)),
        settings.duration("LAMBDA_SPEED_RETENTION", Duration.ofHours(48)),
        settings.duration("LAMBDA_HOUR_GRACE", Duration.ofSeconds(10)));
  }
}
