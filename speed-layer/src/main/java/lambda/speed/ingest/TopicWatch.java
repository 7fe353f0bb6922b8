package lambda.speed.ingest;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lambda.core.failure.LambdaException;
import lambda.kafka.TopicInspector;
import lambda.kafka.TopicSnapshot;
import org.jspecify.annotations.Nullable;

/// Looks at a topic every few seconds, on a thread of its own, for what a consumer does not show: a
/// Kafka that does not answer, a topic that was made anew, records behind open transactions.
/// Thread-safe.
final class TopicWatch {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final String kafka;
  private final String topic;
  private final InstantSource clock;
  private final OpenTransactions transactions = new OpenTransactions();
  private volatile @Nullable TopicSnapshot latest;
  private volatile @Nullable String problem;

  /// @param kafka the bootstrap servers
  TopicWatch(String kafka, String topic, InstantSource clock) {
    this.kafka = kafka;
    this.topic = topic;
    this.clock = clock;
  }

  /// Begins to watch.
  ///
  /// @param until ends it
  void start(CountDownLatch until) {
    Thread.ofPlatform().daemon().name("watch " + topic).start(() -> watch(until));
  }

  private void watch(CountDownLatch until) {
    try {
      do {
        look(until);
      } while (!until.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Looks until something is wrong with Kafka, or with the topic.
  private void look(CountDownLatch until) throws InterruptedException {
    try (TopicInspector inspector = new TopicInspector(kafka)) {
      do {
        TopicSnapshot now = inspector.inspect(topic);
        problem = transactions.problem(now, clock.instant()).orElse(null);
        latest = now;
      } while (!until.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    } catch (LambdaException e) {
      problem = e.getMessage();
    }
  }

  /// What is wrong; empty if all is well.
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /// The topic as it was a few seconds ago; empty if it was not seen yet.
  Optional<TopicSnapshot> latest() {
    return Optional.ofNullable(latest);
  }
}
