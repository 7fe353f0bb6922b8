package lambda.workflows.activity;

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
    count("lambda.batch.hours.sealed", hour.stream(), 1);
    count("lambda.batch.records", hour.stream(), hour.records());
    count("lambda.batch.dead.letters", hour.stream(), hour.deadLetters());
    count("lambda.batch.differences", hour.stream(), hour.differences());
  }

  /// Counts the files that a compaction of an hour replaced.
  void compacted(CompactionReport hour) {
    count("lambda.batch.files.replaced", hour.stream(), hour.before() - hour.after());
  }

  /// Counts the dead letters of a stream that a replay sent again.
  void replayed(String stream, ReplayReport letters) {
    count("lambda.batch.dead.letters.replayed", stream, letters.replayed());
  }

  private void count(String name, String stream, long amount) {
    registry.counter(name, "stream", stream).increment((double) amount);
  }
}
