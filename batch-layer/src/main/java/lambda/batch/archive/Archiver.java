package lambda.batch.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import lambda.batch.BatchConfig;
import lambda.batch.hour.ClosedHour;
import lambda.batch.hour.Progress;
import lambda.core.hour.OffsetRange;
import lambda.kafka.TopicReader;
import org.jspecify.annotations.Nullable;

/// Copies the records of an hour to S3, exactly once.
///
/// The key of an object is derived from its offsets and it is put only if absent, so a retry finds
/// what it made before; the manifest then takes it in one transaction. What is committed is skipped
/// when the step is repeated.
public final class Archiver {
  private final BatchConfig config;
  private final Manifest manifest;
  private final RangeCopier copier;

  public Archiver(BatchConfig config, Manifest manifest, RangeCopier copier) {
    this.config = config;
    this.manifest = manifest;
    this.copier = copier;
  }

  /// Archives what is not archived yet, several parts side by side.
  public void archive(ClosedHour hour, Progress progress) {
    // Once, but for another worker that divides the same hour otherwise.
    for (List<Missing> missing = missing(hour); !missing.isEmpty(); missing = missing(hour)) {
      Queue<Part> parts = new ConcurrentLinkedQueue<>(parts(hour, missing));
      AtomicLong done =
          new AtomicLong(hour.size() - missing.stream().mapToLong(m -> m.rest.size()).sum());
      // One more than there are processors: some of them wait for Kafka or S3.
      int threads = Math.min(parts.size(), Runtime.getRuntime().availableProcessors() + 1);
      Parallel.run(threads, () -> copy(hour, parts, done, progress));
    }
    manifest.complete(hour);
    progress.report("archived", hour.size(), hour.size());
  }

  /// What is not committed of a range.
  private record Missing(OffsetRange whole, OffsetRange rest) {}

  private List<Missing> missing(ClosedHour hour) {
    return hour.ranges().stream()
        .map(range ->
            new Missing(range, range.from(manifest.committed(hour.stream().name(), range))))
        .filter(missing -> !missing.rest.isEmpty())
        .toList();
  }

  /// As many records as go into one object at most.
  private record Part(OffsetRange range, OrderedCommitter<ArchivedRange> commits) {}

  private List<Part> parts(ClosedHour hour, List<Missing> missing) {
    List<Part> parts = new ArrayList<>();
    for (Missing range : missing) {
      OrderedCommitter<ArchivedRange> commits =
          new OrderedCommitter<>(
              range.rest.first(), archived -> manifest.commit(hour, range.whole, archived));
      for (OffsetRange rest = range.rest; !rest.isEmpty(); ) {
        // Cut where the range would be cut from its beginning: a retry finds the objects it made.
        long begun = (rest.first() - range.whole.first()) % config.objectRecords();
        OffsetRange head = rest.head(config.objectRecords() - begun);
        parts.add(new Part(head, commits));
        rest = rest.from(head.next());
      }
    }
    return parts;
  }

  /// One thread's share: part after part, until there are none.
  private void copy(ClosedHour hour, Queue<Part> parts, AtomicLong done, Progress progress) {
    try (TopicReader topic = new TopicReader(config.kafka(), hour.stream().topic())) {
      for (@Nullable Part part = parts.poll(); part != null; part = parts.poll()) {
        progress.report("archiving " + part.range, done.get(), hour.size());
        part.commits.done(
            part.range, copier.copyAll(hour.stream(), hour.hour(), part.range, topic, ""));
        done.addAndGet(part.range.size());
      }
    }
  }
}
