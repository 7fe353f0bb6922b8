package lambda.launcher.stack;

import java.time.InstantSource;
import java.util.List;
import lambda.batch.BatchConfig;
import lambda.batch.BatchLayer;
import lambda.batch.deadletter.DeadLetterGroup;
import lambda.core.hour.Hour;
import lambda.serving.api.DeadLetterReasons;
import org.jspecify.annotations.Nullable;

/// The dead letters of the archive, for the API. Opens the batch layer when it is first asked: its
/// DuckDB takes memory. Thread-safe; close it.
public final class ApiDeadLetters implements DeadLetterReasons, AutoCloseable {
  /// Those of a day of a busy stream, or of a month of a quiet one.
  private static final int MAX_FILES = 200;

  private final BatchConfig config;
  private @Nullable BatchLayer batch;

  public ApiDeadLetters(BatchConfig config) {
    this.config = config;
  }

  @Override
  public synchronized List<Reason> list(String stream, Hour from, Hour to, int limit) {
    BatchLayer open = batch;
    if (open == null) {
      open = new BatchLayer(config, InstantSource.system());
      batch = open;
    }
    return open.deadLetters().byReason(open.stream(stream), from, to, MAX_FILES, limit).stream()
        .map(ApiDeadLetters::reason)
        .toList();
  }

  private static Reason reason(DeadLetterGroup group) {
    return new Reason(
        group.stream(),
        group.reason(),
        group.count(),
        group.first(),
        group.last(),
        group.partition(),
        group.offset(),
        group.sample());
  }

  @Override
  public synchronized void close() {
    if (batch != null) {
      batch.close();
    }
  }
}
