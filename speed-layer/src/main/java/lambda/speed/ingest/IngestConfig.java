package lambda.speed.ingest;

import java.time.Duration;
import lambda.core.config.Settings;

/// The settings of the ingest loops.
///
/// @param kafka the bootstrap servers
/// @param instance names this process in the consumer group; a restart under the same name takes
///   its partitions back at once
/// @param flushInterval how long an event may wait before it is in the view
/// @param flushRecords how many folded records bring the flush forward
/// @param idHorizon how many ids a partition remembers, to recognise duplicates
public record IngestConfig(
    String kafka, String instance, Duration flushInterval, int flushRecords, int idHorizon) {

  public static IngestConfig from(Settings settings) {
    return new IngestConfig(
        settings.servers("LAMBDA_KAFKA", "127.0.0.1:9092"),
        settings.text("LAMBDA_INSTANCE", "speed-1"),
        settings.duration("LAMBDA_FLUSH_INTERVAL", Duration.ofMillis(200)),
        settings.positive("LAMBDA_FLUSH_RECORDS", 50_000),
        settings.positive("LAMBDA_ID_HORIZON", 200_000));
  }
}
