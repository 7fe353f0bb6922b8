package lambda.speed;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import lambda.core.config.Settings;
import lambda.speed.ingest.IngestConfig;
import lambda.store.PostgresConfig;
import lambda.store.PostgresLimits;

/// The settings of the speed layer.
///
/// @param projectionInterval how long the projector pauses between two rounds
public record SpeedConfig(
    Path streams,
    PostgresConfig postgres,
    URI elasticsearch,
    IngestConfig ingest,
    Duration projectionInterval,
    String httpHost,
    int httpPort) {

  public static SpeedConfig from(Settings settings) {
    return new SpeedConfig(
        settings.path("LAMBDA_STREAMS", Path.of("streams")),
        PostgresConfig.from(settings, PostgresLimits.SHORT),
        settings.address("LAMBDA_ELASTICSEARCH", "http://127.0.0.1:9200"),
        IngestConfig.from(settings),
        settings.duration("LAMBDA_PROJECTION_INTERVAL", Duration.ofMillis(500)),
        settings.text("LAMBDA_HTTP_HOST", "127.0.0.1"),
        settings.port("LAMBDA_HTTP_PORT", 9464));
  }
}
