package lambda.serving.overview;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;
import lambda.kafka.TopicInspector;
import lambda.kafka.TopicSnapshot;
import org.jspecify.annotations.Nullable;

/// Asks Kafka for the logs of topics. While Kafka does not answer it is asked only every few
/// seconds, so that nobody waits for it in vain each time. One thread at a time; close it.
final class KafkaLogs implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final String bootstrap;
  private final List<String> topics;
  private final InstantSource clock;
  private @Nullable TopicInspector inspector;
  private Logs last = new Logs(Map.of(), Optional.empty());
  private Instant nextAttempt = Instant.MIN;

  KafkaLogs(String bootstrap, List<StreamDefinition> streams, InstantSource clock) {
    this.bootstrap = bootstrap;
    this.clock = clock;
    topics = streams.stream().map(StreamDefinition::topic).toList();
  }

  /// What Kafka answered.
  ///
  /// @param topics by name
  /// @param problem why topics are missing
  record Logs(Map<String, TopicSnapshot> topics, Optional<String> problem) {}

  Logs read() {
    if (clock.instant().isBefore(nextAttempt)) {
      return last;
    }
    try {
      last = ask();
    } catch (LambdaException e) {
      nextAttempt = clock.instant().plus(PAUSE);
      last = new Logs(Map.of(), Optional.of(String.valueOf(e.getMessage())));
    }
    return last;
  }

  private Logs ask() {
    if (inspector == null) {
      inspector = new TopicInspector(bootstrap, LIMIT);
    }
    Map<String, TopicSnapshot> found = new HashMap<>();
    for (String topic : topics) {
      inspector.find(topic).ifPresent(snapshot -> found.put(topic, snapshot));
    }
    return new Logs(
        found,
        found.size() == topics.size()
            ? Optional.empty()
            : Optional.of(
                "Kafka at %s lacks topics: %s; './lambda run setup' creates them"
                    .formatted(
                        bootstrap,
                        String.join(
                            ", ",
                            topics.stream().filter(topic -> !found.containsKey(topic)).toList()))));
  }

  @Override
  public void close() {
    if (inspector != null) {
      inspector.close();
    }
  }
}
