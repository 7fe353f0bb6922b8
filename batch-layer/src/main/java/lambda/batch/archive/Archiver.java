package lambda.batch.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import lambda.batch.hour.ClosedHour;
import lambda.batch.hour.Progress;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import lambda.core.hour.OffsetRange;
import lambda.kafka.TopicReader;
import org.jspecify.annotations.Nullable;

/// Copies the records of an hour to S3, exactly once.
///
/// An object's key is derived from its offsets, and the object is put only if the key is free, so a
/// retry finds what it put before. The range and its files are then committed in one transaction.
/// Committed ranges are skipped when the step is repeated.
public final class Archiver {
  private final String kafka;
  private final int objectRecords;
  private final ArchivedRanges ranges;
  private final RangeCopier copier;

  /// @param kafka the bootstrap servers
  /// @param objectRecords the maximum number of records of a partition in one object
  public Archiver(String kafka, int objectRecords, ArchivedRanges ranges, RangeCopier copier) {
    this.kafka = kafka;
    this.objectRecords = objectRecords;
    this.ranges = ranges;
    this.copier = copier;
  }

  /// Archives what is not archived yet, several parts in parallel.
  public void archive(ClosedHour hour, Progress progress) {
    // One round, unless another worker divides the same hour differently.
    for (List<Missing> missing = missing(hour); !missing.isEmpty(); missing = missing(hour)) {
      Queue<Part> parts = new ConcurrentLinkedQueue<>(parts(hour, missing));
      AtomicLong done =
          new AtomicLong(hour.size() - missing.stream().mapToLong(m -> m.rest.size()).sum());
      // One more than there are processors: some of them wait for Kafka or S3.
      int threads = Math.min(parts.size(), Runtime.getRuntime().availableProcessors() + 1);
      Queue<LambdaException> failures = new ConcurrentLinkedQueue<>();
      Parallel.run(threads, () -> copy(hour, parts, done, failures, progress));
      @Nullable LambdaException failure = failures.poll();
      if (failure != null) {
        throw failure;
      }
    }
    ranges.complete(hour);
    progress.report("archived", hour.size(), hour.size());
  }

  /// The part of a range that is not committed.
  private record Missing(OffsetRange whole, OffsetRange rest) {}

  private List<Missing> missing(ClosedHour hour) {
    return hour.ranges().stream()
        .map(range -> new Missing(range, range.from(ranges.committed(hour.stream().name(), range))))
        .filter(missing -> !missing.rest.isEmpty())
        .toList();
  }

  /// At most as many records as go into one object.
  private record Part(OffsetRange range, OrderedCommitter<ArchivedRange> commits) {}

  private List<Part> parts(ClosedHour hour, List<Missing> missing) {
    List<Part> parts = new ArrayList<>();
    for (Missing range : missing) {
      OrderedCommitter<ArchivedRange> commits =
          new OrderedCommitter<>(
              range.rest.first(), archived -> ranges.commit(hour, range.whole, archived));
      for (OffsetRange rest = range.rest; !rest.isEmpty(); ) {
        // Cut as if from the beginning of the range, so that a retry finds the objects it put.
        long begun = (rest.first() - range.whole.first()) % objectRecords;
        OffsetRange head = rest.head(objectRecords - begun);
        parts.add(new Part(head, commits));
        rest = rest.from(head.next());
      }
    }
    return parts;
  }

  /// The work of one thread: copies part after part until none is left. A part that cannot be
  /// copied, because Kafka has deleted it, does not keep the others from being copied before Kafka
  /// deletes them too.
  private void copy(
      ClosedHour hour,
      Queue<Part> parts,
      AtomicLong done,
      Queue<LambdaException> failures,
      Progress progress) {
    try (TopicReader topic = new TopicReader(kafka, hour.stream().topic())) {
      for (@Nullable Part part = parts.poll(); part != null; part = parts.poll()) {
        progress.report("archiving " + part.range, done.get(), hour.size());
        try {
          part.commits.done(
              part.range, copier.copyAll(hour.stream(), hour.hour(), part.range, topic, ""));
        } catch (LambdaException e) {
          if (e.category() == Category.RETRY) {
            throw e;
          }
          failures.add(e);
        }
        done.addAndGet(part.range.size());
      }
    }
  }
}
