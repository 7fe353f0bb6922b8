package lambda.speed;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import lambda.core.config.Settings;
import lambda.store.PostgresConfig;

/// The settings of the speed layer.
///
/// @param instance names this process in the consumer group; a restart under the same name takes
///   its partitions back at once
/// @param flushInterval how long an event may wait before it is in the view
/// @param flushRecords flush early once so many records are folded
/// @param idHorizon how many ids a partition remembers, to recognise duplicates
public record SpeedConfig(
    Path streams,
    String kafka,
    PostgresConfig postgres,
    URI elasticsearch,
    String instance,
    Duration flushInterval,
    int flushRecords,
    int idHorizon,
    Duration projectionInterval,
    String httpHost,
    int httpPort) {

  public static SpeedConfig from(Settings settings) {
    return new SpeedConfig(
        settings.path("LAMBDA_STREAMS", Path.of("streams")),
        settings.servers("LAMBDA_KAFKA", "127.0.0.1:9092"),
        PostgresConfig.from(settings),
        settings.address("LAMBDA_ELASTICSEARCH", "http://127.0.0.1:9200"),
        settings.text("LAMBDA_INSTANCE", "speed-1"),
        settings.duration("LAMBDA_FLUSH_INTERVAL", Duration.ofMillis(200)),
        settings.positive("LAMBDA_FLUSH_RECORDS", 50_000),
        settings.positive("LAMBDA_ID_HORIZON", 200_000),
        settings.duration("LAMBDA_PROJECTION_INTERVAL", Duration.ofMillis(500)),
        settings.text("LAMBDA_HTTP_HOST", "127.0.0.1"),
        settings.port("LAMBDA_HTTP_PORT", 9464));
  }
}
