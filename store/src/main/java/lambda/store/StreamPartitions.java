package lambda.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Boundary;
import lambda.core.hour.Hour;
import lambda.core.hour.Layer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The partitions of each stream's topic, as Kafka has them: they are added when they are first
/// seen, by whichever layer sees them first.
public final class StreamPartitions {
  private StreamPartitions() {}

  /// How far a partition was folded.
  ///
  /// @param first where the stream begins in the partition
  /// @param next up to where the speed layer has folded it
  public record Progress(long first, long next) {}

  /// Adds the partitions that are not known yet, in one transaction. The hours that are closed do
  /// not change: an added partition begins with the hour after them, at its first record.
  ///
  /// @param topicId Kafka's id of the topic
  /// @param beginnings the first offset that Kafka holds of each partition
  /// @throws LambdaException of category fatal if the topic is another than the one that was read
  ///   so far, or the stream was not set up
  public static void register(
      Jdbi jdbi, String stream, String topic, String topicId, Map<Integer, Long> beginnings) {
    jdbi.useTransaction(handle -> {
      keepTopic(handle, stream, topic, topicId);
      SortedMap<Integer, Progress> known = list(handle, stream);
      beginnings.forEach((partition, first) -> {
        if (!known.containsKey(partition)) {
          add(handle, stream, partition, first);
        }
      });
    });
  }

  private static void keepTopic(Handle handle, String stream, String topic, String topicId) {
    lock(handle, stream);
    Optional<String> known =
        handle
            .select("select topic_id from lambda.streams where stream = ?", stream)
            .mapTo(String.class)
            .findOne();
    if (known.isEmpty()) {
      handle.execute("update lambda.streams set topic_id = ? where stream = ?", topicId, stream);
    } else if (!known.get().equals(topicId)) {
      throw LambdaException.fatal(
          "topic %s was deleted and created again: Kafka's id of it is %s, it was %s. Its offsets begin anew, so figures of stream %s would mix with others. Declare the topic as a new stream, with new names for its views"
              .formatted(topic, topicId, known.get(), stream));
    }
  }

  /// Locks the set of the stream's partitions until the transaction ends. Take this lock before
  /// those of partitions.
  ///
  /// @throws LambdaException of category fatal if the stream was not set up
  public static void lock(Handle handle, String stream) {
    if (handle
        .select("select 1 from lambda.streams where stream = ? for update", stream)
        .mapTo(Integer.class)
        .findOne()
        .isEmpty()) {
      throw LambdaException.fatal(
          "stream %s was not set up; run './lambda run setup'".formatted(stream));
    }
  }

  private static void add(Handle handle, String stream, int partition, long first) {
    handle.execute(
        "insert into lambda.partitions (stream, partition, first_offset, next_offset) values (?, ?, ?, ?)",
        stream,
        partition,
        first,
        first);
    ViewPositions.add(handle, stream, partition, first);
    handle
        .select("select max(hour) from lambda.batch_hours where stream = ?", stream)
        .mapTo(Hour.class)
        .findOne()
        .ifPresent(closed ->
            Boundaries.decide(
                handle,
                stream,
                List.of(new Boundary(partition, closed.next(), first)),
                Layer.BATCH));
  }

  /// The stream's partitions, by number.
  public static SortedMap<Integer, Progress> list(Handle handle, String stream) {
    return handle
        .select(
            "select partition, first_offset, next_offset from lambda.partitions where stream = ?",
            stream)
        .reduceRows(
            new TreeMap<>(),
            (progress, row) -> {
              progress.put(
                  row.getColumn("partition", Integer.class),
                  new Progress(
                      row.getColumn("first_offset", Long.class),
                      row.getColumn("next_offset", Long.class)));
              return progress;
            });
  }

  /// Skips records that Kafka deleted before the speed layer read them, and keeps a note of them.
  ///
  /// @param from the stored offset
  /// @param to the first offset that Kafka holds
  public static void skip(Handle handle, String stream, int partition, long from, long to) {
    int skipped =
        handle.execute(
            "update lambda.partitions set next_offset = ? where stream = ? and partition = ? and next_offset = ?",
            to,
            stream,
            partition,
            from);
    if (skipped == 1) {
      handle.execute(
          "insert into lambda.speed_gaps (stream, partition, first_offset, next_offset) values (?, ?, ?, ?)",
          stream,
          partition,
          from,
          to);
    }
  }
}
