package lambda.serving.live;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import lambda.serving.http.Answer;
import lambda.serving.http.EventSink;
import lambda.serving.http.ProblemException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Polls one source on behalf of all its readers, while it has any. Thread-safe; close it.
public final class EventFeed implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventFeed.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /// The name of an event that says why there are no others.
  private static final String PROBLEM = "problem";

  private final String name;
  private final Supplier<Source> sources;
  private final Duration interval;
  private final ReaderLimit limit;
  private final AtomicLong cut = new AtomicLong();

  /// Wakes the feed's thread up.
  private final Semaphore arrivals = new Semaphore(0);

  // Guarded by this.
  private final Set<Subscription> subscriptions = new LinkedHashSet<>();
  private boolean running;
  private boolean closed;

  /// @param name for the log
  /// @param interval the pause between two looks at the source
  /// @param limit shared with the other feeds
  public EventFeed(String name, Supplier<Source> sources, Duration interval, ReaderLimit limit) {
    this.name = name;
    this.sources = sources;
    this.interval = interval;
    this.limit = limit;
  }

  /// Events for one reader, until it is gone, too slow, or the feed is closed. Refused with a
  /// problem if there are too many readers.
  ///
  /// @param lastEventId the id of the last event that the reader received before
  public Answer.Events open(Optional<String> lastEventId) {
    return new Answer.Events(sink -> send(lastEventId, sink));
  }

  private void send(Optional<String> lastEventId, EventSink sink)
      throws IOException, InterruptedException {
    limit.enter();
    Subscription subscription = new Subscription(lastEventId, Thread.currentThread());
    try {
      subscribe(subscription);
      sink.write(Message.HEARTBEAT.bytes());
      while (true) {
        sink.write(subscription.take(HEARTBEAT).orElse(Message.HEARTBEAT).bytes());
      }
    } finally {
      leave(subscription);
      subscription.leave();
      limit.leave();
    }
  }

  /// How many readers were cut off because they were too slow.
  public long cut() {
    return cut.get();
  }

  private synchronized void subscribe(Subscription subscription) throws InterruptedException {
    if (closed) {
      throw new InterruptedException("the feed is closed");
    }
    subscriptions.add(subscription);
    if (!running) {
      running = true;
      Thread.ofVirtual().name("feed " + name).start(this::run);
    }
    arrivals.release();
  }

  private synchronized void leave(Subscription subscription) {
    subscriptions.remove(subscription);
  }

  /// The readers; empty if the feed's thread is to end.
  private synchronized List<Subscription> readers() {
    running = !subscriptions.isEmpty() && !closed;
    return running ? List.copyOf(subscriptions) : List.of();
  }

  private void run() {
    @Nullable Source source = null;
    List<Subscription> readers = readers();
    while (!readers.isEmpty()) {
      try {
        source = source == null ? sources.get() : source;
        for (Subscription reader : readers) {
          greet(source, reader);
        }
        for (Message message : source.next()) {
          readers.forEach(reader -> offer(reader, message));
        }
        readers.forEach(reader -> reader.learns(""));
      } catch (ProblemException e) {
        tell(readers, e.problem().detail());
      } catch (RuntimeException e) {
        log.error("the events of {} fail", name, e);
        tell(readers, "the API failed; its log says why: './lambda logs api'");
      }
      pause();
      readers = readers();
    }
  }

  private void greet(Source source, Subscription reader) {
    if (!reader.isGreeted()) {
      source.greet(reader.lastEventId()).forEach(message -> offer(reader, message));
      reader.setGreeted();
    }
  }

  private void tell(List<Subscription> readers, String problem) {
    Message message = Message.of(Optional.empty(), PROBLEM, Map.of("detail", problem));
    for (Subscription reader : readers) {
      if (reader.learns(problem)) {
        offer(reader, message);
      }
    }
  }

  private void offer(Subscription reader, Message message) {
    if (!reader.offer(message)) {
      cut.incrementAndGet();
      leave(reader);
    }
  }

  /// Waits for the next look, or for a new reader.
  private void pause() {
    try {
      var _ = arrivals.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS);
      arrivals.drainPermits();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    subscriptions.forEach(Subscription::end);
    arrivals.release();
  }
}
