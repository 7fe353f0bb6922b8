package lambda.workflows.activity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import lambda.batch.deadletter.ReplayReport;
import lambda.batch.hour.HourReport;
import lambda.batch.maintenance.CompactionReport;

/// The worker's metrics about hours. Thread-safe.
public final class BatchMetrics {
  private final MeterRegistry registry;

  public BatchMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /// Counts a sealed hour.
  void sealed(HourReport hour) {
    count("lambda.batch.hours.sealed", "Hours sealed", hour.stream(), 1);
    count("lambda.batch.records", "Records of sealed hours", hour.stream(), hour.records());
    count(
        "lambda.batch.dead.letters",
        "Malformed records of sealed hours",
        hour.stream(),
        hour.deadLetters());
    count(
        "lambda.batch.differences",
        "Differences between the layers, found and healed",
        hour.stream(),
        hour.differences());
  }

  /// Counts the files that a compaction of an hour replaced.
  void compacted(CompactionReport hour) {
    count(
        "lambda.batch.files.replaced",
        "By how many files compaction reduced the archive",
        hour.stream(),
        hour.before() - hour.after());
  }

  /// Counts the dead letters of a stream that a replay sent again.
  void replayed(String stream, ReplayReport letters) {
    count(
        "lambda.batch.dead.letters.replayed",
        "Dead letters sent to their topic again",
        stream,
        letters.replayed());
  }

  private void count(String name, String description, String stream, long amount) {
    Counter.builder(name)
        .description(description)
        .tag("stream", stream)
        .register(registry)
        .increment((double) amount);
  }
}
