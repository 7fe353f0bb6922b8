package lambda.speed.ingest;

import java.time.Duration;
import lambda.core.config.Settings;
import lambda.core.view.ViewQuota;

/// The settings of the ingest loops.
///
/// @param kafka the bootstrap servers
/// @param instance the name of this process in the consumer group; a restart under the same name
///   gets its partitions back at once
/// @param flushInterval how long an event may wait until it is stored
/// @param flushRecords the number of folded records that triggers an early flush
/// @param flushMegabytes the memory of folded records, in all streams together, that triggers an
///   early flush
/// @param idHorizon how many ids a partition remembers at most to recognise duplicates
/// @param idLimit how many ids all partitions together remember at most
/// @param viewQuota how many rows a view may have in one hour
public record IngestConfig(
    String kafka,
    String instance,
    Duration flushInterval,
    int flushRecords,
    int flushMegabytes,
    int idHorizon,
    int idLimit,
    ViewQuota viewQuota) {

  public static IngestConfig from(Settings settings) {
    return new IngestConfig(
        settings.servers("LAMBDA_KAFKA", "127.0.0.1:9092"),
        settings.text("LAMBDA_INSTANCE", "speed-1"),
        settings.duration("LAMBDA_FLUSH_INTERVAL", Duration.ofMillis(200)),
        settings.positive("LAMBDA_FLUSH_RECORDS", 50_000),
        settings.positive("LAMBDA_FLUSH_MEGABYTES", 32),
        settings.positive("LAMBDA_ID_HORIZON", 200_000),
        settings.positive("LAMBDA_ID_LIMIT", 3_000_000),
        new ViewQuota(settings.positive(ViewQuota.SETTING, ViewQuota.DEFAULT)));
  }

  /// The settings of one loop among several that share the process and its memory.
  ///
  /// @param streams how many streams the process reads
  /// @param partitions how many partitions these streams have together
  public IngestConfig share(int streams, int partitions) {
    return new IngestConfig(
        kafka,
        instance,
        flushInterval,
        flushRecords,
        Math.max(1, flushMegabytes / streams),
        Math.clamp(idLimit / partitions, 1, idHorizon),
        idLimit,
        viewQuota);
  }
}
