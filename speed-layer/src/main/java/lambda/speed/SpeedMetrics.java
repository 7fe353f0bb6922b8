package lambda.speed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.atomic.AtomicLong;

/// What the speed layer tells Prometheus about one stream.
final class SpeedMetrics {
  final Counter records;
  final Counter deadLetters;
  final Counter duplicates;
  final Timer flush;

  /// From a record's timestamp until it is in the view; of the oldest record of each flush.
  final Timer latency;

  /// Records in Kafka that are not in the view yet.
  final AtomicLong lag = new AtomicLong();

  SpeedMetrics(MeterRegistry registry, String stream) {
    records = registry.counter("lambda.speed.records", "stream", stream);
    deadLetters = registry.counter("lambda.speed.dead.letters", "stream", stream);
    duplicates = registry.counter("lambda.speed.duplicates", "stream", stream);
    flush = registry.timer("lambda.speed.flush", "stream", stream);
    latency = registry.timer("lambda.speed.latency", "stream", stream);
    registry.gauge("lambda.speed.lag", Tags.of("stream", stream), lag);
  }
}
