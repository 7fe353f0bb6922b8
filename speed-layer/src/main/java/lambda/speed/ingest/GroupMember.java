package lambda.speed.ingest;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/// A member of the consumer group that shares a stream's partitions. A partition is paused from its
/// assignment until [#resume] says where to read on. One thread; close it.
final class GroupMember implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  /// Learns which partitions the group assigns. Called while the member polls.
  interface Assignment {
    void assigned(Collection<Integer> partitions);

    /// These partitions go to another member once this method returns.
    void revoked(Collection<Integer> partitions);

    /// These partitions may belong to another member already.
    void lost(Collection<Integer> partitions);
  }

  private final String topic;
  private final Consumer<byte[], byte[]> consumer;

  GroupMember(String topic, Consumer<byte[], byte[]> consumer, Assignment assignment) {
    this.topic = topic;
    this.consumer = consumer;
    consumer.subscribe(List.of(topic), new Listener(assignment));
  }

  /// The next records of the partitions that are resumed.
  ConsumerRecords<byte[], byte[]> poll(Duration limit) {
    return consumer.poll(limit);
  }

  /// Reads a partition from `offset` on.
  void resume(int partition, long offset) {
    TopicPartition where = new TopicPartition(topic, partition);
    consumer.seek(where, offset);
    consumer.resume(List.of(where));
  }

  /// Stops reading these partitions.
  void pause(Collection<Integer> partitions) {
    consumer.pause(
        partitions.stream().map(partition -> new TopicPartition(topic, partition)).toList());
  }

  /// The offset up to which a resumed partition was read, markers and aborted records included.
  long position(int partition) {
    return consumer.position(new TopicPartition(topic, partition));
  }

  /// How far the log's stable end is from the position, as far as the consumer knows.
  long lag(int partition) {
    return consumer.currentLag(new TopicPartition(topic, partition)).orElse(0);
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
  }

  private final class Listener implements ConsumerRebalanceListener {
    private final Assignment assignment;

    Listener(Assignment assignment) {
      this.assignment = assignment;
    }

    /// No position is asked of Kafka: a paused partition is not read, and its position is not used.
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      assigned.forEach(partition -> consumer.seek(partition, 0));
      consumer.pause(assigned);
      assignment.assigned(numbers(assigned));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      assignment.revoked(numbers(revoked));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
      assignment.lost(numbers(lost));
    }

    private static List<Integer> numbers(Collection<TopicPartition> partitions) {
      return partitions.stream().map(TopicPartition::partition).toList();
    }
  }
}
