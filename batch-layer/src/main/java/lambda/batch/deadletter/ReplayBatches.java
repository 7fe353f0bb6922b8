package lambda.batch.deadletter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import lambda.batch.deadletter.ReplayLog.Position;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Sends dead letters of one hour again, batch by batch. What a batch sent is recorded in a
/// transaction that ends after Kafka has acknowledged it, so a process that dies repeats at most
/// one batch. Two replays of an hour take turns by batches, and neither sends what the other sent.
/// One thread.
public final class ReplayBatches {
  /// The greatest number of dead letters in a batch.
  public static final int MAX_LETTERS = 1_000;

  private static final long MAX_BYTES = 8 << 20;

  private final Jdbi jdbi;
  private final ReplayLog log;
  private final Consumer<List<Letter>> outlet;
  private final List<Letter> batch = new ArrayList<>();
  private long bytes;
  private ReplayReport report = ReplayReport.NONE;

  /// @param outlet sends dead letters, and returns once Kafka has acknowledged all of them
  public ReplayBatches(Jdbi jdbi, ReplayLog log, Consumer<List<Letter>> outlet) {
    this.jdbi = jdbi;
    this.log = log;
    this.outlet = outlet;
  }

  /// A dead letter as it is sent.
  public static final class Letter {
    final Position position;
    final byte @Nullable [] key;
    final byte[] value;

    /// @param key owned by the letter from now on, and so is the value
    public Letter(Position position, byte @Nullable [] key, byte[] value) {
      this.position = position;
      this.key = key;
      this.value = value;
    }

    public Position position() {
      return position;
    }
  }

  /// Adds a dead letter to the batch; a full batch is sent.
  ///
  /// @return whether a batch was sent
  public boolean add(Letter letter) {
    batch.add(letter);
    bytes += letter.value.length;
    boolean full = batch.size() == MAX_LETTERS || bytes >= MAX_BYTES;
    if (full) {
      send();
    }
    return full;
  }

  /// Sends what has been added since the last full batch.
  ///
  /// @return what all batches did together
  public ReplayReport finish() {
    if (!batch.isEmpty()) {
      send();
    }
    return report;
  }

  private void send() {
    report =
        report.plus(
            jdbi.inTransaction(handle -> {
              log.lock(handle);
              List<Position> positions = batch.stream().map(Letter::position).toList();
              Set<Position> before = log.sent(handle, positions);
              List<Letter> rest =
                  batch.stream().filter(letter -> !before.contains(letter.position)).toList();
              outlet.accept(rest);
              log.enter(handle, rest.stream().map(Letter::position).toList());
              return new ReplayReport(rest.size(), 0, before.size());
            }));
    batch.clear();
    bytes = 0;
  }
}
