package lambda.batch.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lambda.batch.hour.BatchHours;
import lambda.batch.hour.ClosedHour;
import lambda.batch.hour.Progress;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.kafka.TopicReader;
import lambda.store.SpeedPositions;
import lambda.store.StreamPartitions;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Declares records lost that Kafka deleted before they were archived. Kafka is asked which records
/// those are, so records that it still holds cannot be declared lost. The lost offsets become an
/// archived range without records, so that the hour can be completed with what is left, and are
/// recorded in `lambda.losses`. Thread-safe.
public final class LostRecords {
  private static final Logger log = LoggerFactory.getLogger(LostRecords.class);

  private final Jdbi jdbi;
  private final String kafka;
  private final ArchivedRanges ranges;

  /// @param kafka the bootstrap servers
  public LostRecords(Jdbi jdbi, String kafka, ArchivedRanges ranges) {
    this.jdbi = jdbi;
    this.kafka = kafka;
    this.ranges = ranges;
  }

  /// Declares what is lost of an hour. A second call finds nothing more.
  ///
  /// @param by who declares it, for the record
  /// @return what this call declared
  public List<OffsetRange> declare(ClosedHour hour, String by, Progress progress) {
    List<OffsetRange> lost = new ArrayList<>();
    try (TopicReader topic = new TopicReader(kafka, hour.stream().topic())) {
      for (int i = 0; i < hour.ranges().size(); i++) {
        OffsetRange range = hour.ranges().get(i);
        progress.report("looking for what Kafka holds of " + range, i, hour.ranges().size());
        long beginning = topic.beginning(range.partition());
        OffsetRange gone = gone(hour, range, beginning);
        if (!gone.isEmpty() && enter(hour, range, gone, by)) {
          lost.add(gone);
        }
        passDeleted(hour.stream(), range.partition(), beginning);
      }
    }
    return lost;
  }

  /// Moves the speed layer past offsets that Kafka has deleted, as far as they are archived or
  /// declared lost.
  public void passDeleted(StreamDefinition stream, Progress progress) {
    try (TopicReader topic = new TopicReader(kafka, stream.topic())) {
      Set<Integer> partitions =
          jdbi.withHandle(handle -> StreamPartitions.list(handle, stream.name())).keySet();
      for (int partition : partitions) {
        progress.report("looking for deleted offsets", partition, partitions.size());
        passDeleted(stream, partition, topic.beginning(partition));
      }
    }
  }

  private void passDeleted(StreamDefinition stream, int partition, long beginning) {
    boolean moved =
        jdbi.inTransaction(
            handle -> SpeedPositions.passDeleted(handle, stream.name(), partition, beginning));
    if (moved) {
      log.warn(
          "partition {} of {}: Kafka deleted records that the speed layer had not read; it continues at offset {} at the latest, and the batch layer serves those records from the archive",
          partition,
          stream.topic(),
          beginning);
    }
  }

  /// The part of a range that is neither archived nor in Kafka.
  private OffsetRange gone(ClosedHour hour, OffsetRange range, long beginning) {
    OffsetRange rest = range.from(ranges.committed(hour.stream().name(), range));
    return rest.head(Math.max(0, beginning - rest.first()));
  }

  private boolean enter(ClosedHour hour, OffsetRange whole, OffsetRange gone, String by) {
    ArchivedRange empty = new ArchivedRange(gone, 0, 0, gone.size(), List.of());
    return jdbi.inTransaction(handle -> {
      String stream = hour.stream().name();
      BatchHours.lock(handle, stream, hour.hour());
      boolean entered = ArchivedRanges.enter(handle, hour, whole, empty);
      if (entered) {
        handle.execute(
            """
            insert into lambda.losses (stream, partition, first_offset, next_offset, hour, declared_by)
            values (?, ?, ?, ?, ?, ?)\
            """,
            stream,
            gone.partition(),
            gone.first(),
            gone.next(),
            hour.hour(),
            by);
      }
      return entered;
    });
  }

  /// How many offsets of an hour were declared lost.
  public static long count(Handle handle, String stream, Hour hour) {
    return handle
        .select(
            "select coalesce(sum(next_offset - first_offset), 0) from lambda.losses where stream = ? and hour = ?",
            stream,
            hour)
        .mapTo(Long.class)
        .one();
  }
}
