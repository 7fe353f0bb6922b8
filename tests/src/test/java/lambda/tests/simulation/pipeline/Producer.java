package lambda.tests.simulation.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lambda.tests.simulation.schedule.Fault;
import lambda.tests.simulation.world.Message;
import lambda.tests.simulation.world.SimulatedClock;
import lambda.tests.simulation.world.Unavailable;

/// Sends records to the topic: some in transactions, some twice, some malformed, some late.
public final class Producer implements Runnable {
  /// How far the topic lets a timestamp run ahead.
  private static final long MAX_AHEAD_MILLIS = Duration.ofMinutes(5).toMillis();

  private final World world;
  private final SimulatedClock clock;
  private final List<Message> sent = new ArrayList<>();
  private int nextId;

  public Producer(World world, SimulatedClock clock) {
    this.world = world;
    this.clock = clock;
  }

  @Override
  public void run() {
    while (!world.faults().over()) {
      try {
        send();
      } catch (Unavailable _) {
        // Whether the record is in the log is unknown; see [#message].
      }
      world.scheduler().sleep(Duration.ofSeconds(world.random().nextInt(400)));
    }
  }

  private void send() {
    int partition = world.random().nextInt(world.kafka().partitions());
    if (world.kafka().inTransaction(partition)) {
      mayEndTransaction(partition);
    }
    boolean transactional = world.random().nextInt(6) == 0;
    for (int i = world.random().nextInt(4); i >= 0; i--) {
      Message message = message();
      if (transactional) {
        world.kafka().sendPending(partition, timestamp(), message);
      } else {
        world.kafka().send(partition, timestamp(), message);
      }
    }
    if (transactional) {
      mayEndTransaction(partition);
    }
  }

  private void mayEndTransaction(int partition) {
    if (!world.faults().strikes(Fault.KAFKA_TRANSACTION_HANGS, 10)) {
      boolean aborts = world.faults().strikes(Fault.KAFKA_TRANSACTION_ABORTS, 10);
      world.kafka().endTransaction(partition, !aborts);
    }
  }

  /// A new message, or one that was sent before.
  private Message message() {
    if (!sent.isEmpty() && world.faults().strikes(Fault.RECORD_IS_SENT_TWICE, 5)) {
      return sent.get(world.random().nextInt(sent.size()));
    }
    String id = "e%d".formatted(nextId++);
    String key = "k%d".formatted(world.random().nextInt(3));
    long amount = 1L + world.random().nextInt(1_000_000);
    Instant time =
        Instant.ofEpochMilli(world.scheduler().now() - world.random().nextInt(5_000_000));
    Message message =
        world.faults().strikes(Fault.RECORD_IS_MALFORMED, 5)
            ? Message.malformed(id, key, amount, time)
            : Message.event(id, key, amount, time);
    sent.add(message);
    return message;
  }

  private long timestamp() {
    long now = world.scheduler().now();
    if (world.faults().strikes(Fault.RECORD_IS_LATE, 5)) {
      return now - world.random().nextInt(4 * 3_600_000);
    }
    return Math.min(clock.millis(), now + MAX_AHEAD_MILLIS);
  }
}
