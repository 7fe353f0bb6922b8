package lambda.tests.simulation.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lambda.core.hour.OffsetRange;
import lambda.kafka.TopicSnapshot;

/// A topic. Readers see committed records only.
public final class SimulatedKafka {
  private final Network network;
  private final List<Log> logs = new ArrayList<>();

  public SimulatedKafka(Network network, int partitions) {
    this.network = network;
    for (int i = 0; i < partitions; i++) {
      addPartition();
    }
  }

  /// Some records, and the position of the reader after them.
  ///
  /// @param position may be beyond offsets that hold no visible record
  public record Fetched(List<LogEntry> records, long position) {
    @Override
    public String toString() {
      return records.stream().map(LogEntry::offset).toList() + " position " + position;
    }
  }

  /// Kafka no longer holds an offset.
  public static final class OffsetOutOfRange extends RuntimeException {
    OffsetOutOfRange(int partition, long offset) {
      super("partition %d no longer holds offset %d".formatted(partition, offset));
    }
  }

  public void addPartition() {
    logs.add(new Log());
  }

  /// The number of partitions.
  public int partitions() {
    return logs.size();
  }

  /// Sends a record; if the answer is lost, it may be in the log.
  public void send(int partition, long timestamp, Message message) {
    network.call(
        Server.KAFKA,
        "sends",
        message,
        () -> {
          logs.get(partition).append(LogEntry.Kind.VISIBLE, timestamp, message);
          return partition;
        });
  }

  /// Sends a record of a transaction that is open in this partition from then on.
  public void sendPending(int partition, long timestamp, Message message) {
    network.call(
        Server.KAFKA,
        "sends in a transaction",
        message,
        () -> {
          logs.get(partition).append(LogEntry.Kind.PENDING, timestamp, message);
          return partition;
        });
  }

  public void endTransaction(int partition, boolean commits) {
    network.call(
        Server.KAFKA,
        commits ? "commits" : "aborts",
        partition,
        () -> {
          logs.get(partition).endTransaction(commits, network.scheduler().now());
          return partition;
        });
  }

  public boolean inTransaction(int partition) {
    return logs.get(partition).inTransaction();
  }

  /// @throws OffsetOutOfRange if Kafka deleted the offset
  public Fetched fetch(int partition, long position, int most) {
    return network.call(
        Server.KAFKA,
        "fetches",
        partition,
        () -> {
          Log log = logs.get(partition);
          if (position < log.begin()) {
            throw new OffsetOutOfRange(partition, position);
          }
          List<LogEntry> records = new ArrayList<>();
          long next = position;
          while (next < log.end() && records.size() < most) {
            LogEntry entry = log.entries(next, next + 1).getFirst();
            if (entry.kind() == LogEntry.Kind.VISIBLE) {
              records.add(entry);
            }
            next++;
          }
          return new Fetched(records, next);
        });
  }

  /// The visible records of a range.
  ///
  /// @throws OffsetOutOfRange if Kafka deleted some
  public List<LogEntry> records(OffsetRange range) {
    return network.call(
        Server.KAFKA,
        "reads",
        range,
        () -> {
          Log log = logs.get(range.partition());
          if (range.first() < log.begin() && !range.isEmpty()) {
            throw new OffsetOutOfRange(range.partition(), range.first());
          }
          return history(range);
        });
  }

  public long beginning(int partition) {
    return network.call(Server.KAFKA, "beginning", partition, () -> logs.get(partition).begin());
  }

  /// The topic at one moment; see `lambda.kafka.TopicInspector`.
  public TopicSnapshot describe() {
    return network.call(
        Server.KAFKA,
        "describes",
        logs.size(),
        () -> {
          SortedMap<Integer, TopicSnapshot.Log> partitions = new TreeMap<>();
          for (int partition = 0; partition < logs.size(); partition++) {
            Log log = logs.get(partition);
            partitions.put(
                partition, new TopicSnapshot.Log(log.begin(), log.end(), log.appended()));
          }
          return new TopicSnapshot(SimulatedStream.DEFINITION.topic(), "id", partitions);
        });
  }

  /// The first entries whose timestamps reach a time, by partition; see
  /// `lambda.kafka.TopicReader#firstRecordsAt`.
  public Map<Integer, LogEntry> firstRecordsAt(Collection<Integer> partitions, Instant time) {
    return network.call(
        Server.KAFKA,
        "first records at",
        time,
        () -> {
          Map<Integer, LogEntry> firsts = new TreeMap<>();
          partitions.forEach(partition ->
              logs.get(partition)
                  .firstAt(time.toEpochMilli())
                  .ifPresent(entry -> firsts.put(partition, entry)));
          return firsts;
        });
  }

  /// Every visible record that a range ever held, for checks; not a call.
  public List<LogEntry> history(OffsetRange range) {
    return logs.get(range.partition()).entries(range.first(), range.next()).stream()
        .filter(entry -> entry.kind() == LogEntry.Kind.VISIBLE)
        .toList();
  }

  /// The end of a partition, for checks and operators; not a call.
  public long trueEnd(int partition) {
    return logs.get(partition).end();
  }

  /// The first offset that is held, for checks and operators; not a call.
  public long trueBeginning(int partition) {
    return logs.get(partition).begin();
  }

  /// Ends every open transaction, as the broker does after a while; not a call.
  public void endTransactions() {
    for (Log log : logs) {
      if (log.inTransaction()) {
        log.endTransaction(false, network.scheduler().now());
      }
    }
  }

  /// What retention does.
  public void deleteBefore(int partition, long offset) {
    logs.get(partition).deleteBefore(offset);
  }
}
