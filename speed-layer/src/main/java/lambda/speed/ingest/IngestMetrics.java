package lambda.speed.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The metrics of one stream's ingestion.
public final class IngestMetrics {
  final Counter records;
  final Counter deadLetters;
  final Counter beyondTimeLimit;
  final Counter duplicates;
  final Timer flush;

  /// Flushes that were repeated because of a deadlock or the like.
  final Counter conflicts;

  /// The time from a record's timestamp until it is stored, for the oldest record of each flush.
  final Timer latency;

  /// How many records in Kafka are not stored yet.
  final AtomicLong lag = new AtomicLong();

  /// How many of them cannot be read, because a transaction before them is open.
  final AtomicLong heldBack = new AtomicLong();

  private final Map<String, AtomicLong> rows = new ConcurrentHashMap<>();
  private final MeterRegistry registry;
  private final Tags tags;

  public IngestMetrics(MeterRegistry registry, String stream) {
    this.registry = registry;
    tags = Tags.of("stream", stream);
    records =
        Counter.builder("lambda.speed.records")
            .description("Records stored, including malformed ones and duplicates")
            .tags(tags)
            .register(registry);
    deadLetters =
        Counter.builder("lambda.speed.dead.letters")
            .description("Malformed records")
            .tags(tags)
            .register(registry);
    beyondTimeLimit =
        Counter.builder("lambda.speed.beyond.time.limit")
            .description("Dead letters whose event time violates time_limit")
            .tags(tags)
            .register(registry);
    duplicates =
        Counter.builder("lambda.speed.duplicates")
            .description("Events whose id was seen before")
            .tags(tags)
            .register(registry);
    flush =
        Timer.builder("lambda.speed.flush")
            .description("Postgres transactions that store partials")
            .tags(tags)
            .register(registry);
    conflicts =
        Counter.builder("lambda.speed.flush.conflicts")
            .description("Flushes repeated after Postgres rolled them back for another transaction")
            .tags(tags)
            .register(registry);
    latency =
        Timer.builder("lambda.speed.latency")
            .description(
                "From a record's timestamp until it is stored, for the oldest record of each flush")
            .tags(tags)
            .register(registry);
    Gauge.builder("lambda.speed.lag.held.back", heldBack, AtomicLong::doubleValue)
        .description("Records in Kafka that cannot be read until an open transaction ends")
        .tags(tags)
        .register(registry);
    Gauge.builder("lambda.speed.lag", lag, AtomicLong::doubleValue)
        .description("Records in Kafka that are not stored yet")
        .tags(tags)
        .register(registry);
  }

  /// @param count how many rows the view has in the latest hour of a flush, refused or not
  void rows(String view, long count) {
    rows.computeIfAbsent(view, this::register).set(count);
  }

  private AtomicLong register(String view) {
    AtomicLong count = new AtomicLong();
    Gauge.builder("lambda.speed.view.rows", count, AtomicLong::doubleValue)
        .description("Rows of the view in the latest hour, limited by lambda_speed_view_quota")
        .tags(tags.and("view", view))
        .register(registry);
    return count;
  }

  /// Counts what a flush stored.
  ///
  /// @param oldest the smallest timestamp among the records, in milliseconds since the epoch
  void stored(long count, long oldest, Instant now) {
    if (count > 0) {
      records.increment((double) count);
      latency.record(Duration.ofMillis(Math.max(0, now.toEpochMilli() - oldest)));
    }
  }
}
