package lambda.serving.live;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A reader of a feed, and what waits for it. A reader that lags too far behind is cut off: its
/// queue never grows. The feed offers, the reader's thread takes.
final class Subscription {
  /// How many events may wait for a reader.
  static final int MAX_WAITING = 16;

  private final Optional<String> lastEventId;
  private final BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Thread reader;

  /// What the feed's thread knows about the reader.
  private boolean greeted;

  private String told = "";

  // Guarded by this.
  private boolean ended;
  private boolean left;

  /// @param reader the thread that takes; it is interrupted to end it
  Subscription(Optional<String> lastEventId, Thread reader) {
    this.lastEventId = lastEventId;
    this.reader = reader;
  }

  Optional<String> lastEventId() {
    return lastEventId;
  }

  boolean isGreeted() {
    return greeted;
  }

  void setGreeted() {
    greeted = true;
    told = "";
  }

  /// Whether the reader does not know of a problem yet; from now on it does.
  boolean learns(String problem) {
    boolean isNew = !problem.equals(told);
    told = problem;
    return isNew;
  }

  /// @return false if the reader is too slow; it ends then
  boolean offer(Message message) {
    if (!waiting.offer(message)) {
      end();
      return false;
    }
    return true;
  }

  /// Ends the reader, even while it waits for its network.
  synchronized void end() {
    ended = true;
    if (!left) {
      reader.interrupt();
    }
  }

  /// The reader's thread does something else from now on, and must not be interrupted any more.
  synchronized void leave() {
    left = true;
    if (ended) {
      var _ = Thread.interrupted();
    }
  }

  /// The next event; empty if none came in a time.
  ///
  /// @throws InterruptedException if the reader is to end
  Optional<Message> take(Duration patience) throws InterruptedException {
    @Nullable Message next = waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    return Optional.ofNullable(next);
  }
}
