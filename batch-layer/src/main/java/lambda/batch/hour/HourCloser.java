package lambda.batch.hour;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Boundary;
import lambda.core.hour.BoundaryDecision;
import lambda.core.hour.Hour;
import lambda.core.hour.Layer;
import lambda.core.hour.OffsetRange;
import lambda.kafka.TopicReader;
import lambda.kafka.TopicSnapshot;
import lambda.store.Boundaries;
import lambda.store.StreamPartitions;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Settles which records an hour holds. It decides every boundary that is not decided yet: the
/// first record that reaches the hour, or the end of the log if the partition has been silent
/// since. Thread-safe.
public final class HourCloser {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Jdbi jdbi;
  private final String kafka;
  private final Duration grace;
  private final InstantSource clock;

  public HourCloser(Jdbi jdbi, String kafka, Duration grace, InstantSource clock) {
    this.jdbi = jdbi;
    this.kafka = kafka;
    this.grace = grace;
    this.clock = clock;
  }

  /// @throws LambdaException of category bad input if the hour is not over or the stream has no
  ///   record yet; to be retried if the grace period of a silent partition has not passed
  public ClosedHour close(StreamDefinition stream, Hour hour) {
    Instant now = clock.instant();
    if (now.isBefore(hour.end())) {
      throw LambdaException.badInput(
          "hour %s of %s is not over: it ends at %s, and it is now %s. Try again after it ends"
              .formatted(hour, stream.name(), hour.end(), now));
    }
    Optional<ClosedHour> known = jdbi.withHandle(handle -> known(handle, stream, hour));
    if (known.isPresent()) {
      return known.get();
    }
    // Kafka is asked before locks are taken, since it may not answer for a long time.
    TopicSnapshot topic = RegisteredTopic.look(jdbi, kafka, stream);
    try (TopicReader reader = new TopicReader(kafka, stream.topic())) {
      NaturalBoundaries boundaries = new NaturalBoundaries(reader, topic, stored(stream), now);
      for (Hour earlier : undecidedBefore(stream, hour, reader, now)) {
        decide(stream, earlier, natural(topic, boundaries, earlier));
      }
      return decide(stream, hour, natural(topic, boundaries, hour));
    }
  }

  private Map<Integer, Long> stored(StreamDefinition stream) {
    Map<Integer, Long> stored = new HashMap<>();
    jdbi.withHandle(handle -> StreamPartitions.list(handle, stream.name()))
        .forEach((partition, progress) -> stored.put(partition, progress.next()));
    return stored;
  }

  private List<Hour> undecidedBefore(
      StreamDefinition stream, Hour hour, TopicReader reader, Instant now) {
    HourBoundaries known = jdbi.withHandle(handle -> boundaries(handle, stream.name(), hour));
    if (known.withoutDecision().isEmpty()) {
      return List.of();
    }
    Map<Integer, Instant> firsts = new HashMap<>();
    reader.firstRecords().forEach((partition, found) -> firsts.put(partition, found.timestamp()));
    return known.undecidedBefore(hour, firsts, now);
  }

  private static HourBoundaries boundaries(Handle handle, String stream, Hour hour) {
    return new HourBoundaries(
        StreamPartitions.list(handle, stream),
        Boundaries.of(handle, stream, hour),
        Boundaries.neighbours(handle, stream, hour));
  }

  /// The hour if nothing is left to decide.
  private static Optional<ClosedHour> known(Handle handle, StreamDefinition stream, Hour hour) {
    Set<Integer> partitions = StreamPartitions.list(handle, stream.name()).keySet();
    Map<Integer, Long> firsts = Boundaries.of(handle, stream.name(), hour);
    Map<Integer, Long> nexts = Boundaries.of(handle, stream.name(), hour.next());
    return !partitions.isEmpty()
            && firsts.keySet().containsAll(partitions)
            && nexts.keySet().containsAll(partitions)
            && BatchHours.exists(handle, stream.name(), hour)
        ? Optional.of(closed(stream, hour, firsts, nexts))
        : Optional.empty();
  }

  private static ClosedHour closed(
      StreamDefinition stream, Hour hour, Map<Integer, Long> firsts, Map<Integer, Long> nexts) {
    List<OffsetRange> ranges = new ArrayList<>();
    new TreeMap<>(firsts)
        .forEach((partition, first) ->
            ranges.add(new OffsetRange(partition, first, nexts.getOrDefault(partition, first))));
    return new ClosedHour(stream, hour, ranges);
  }

  /// Where Kafka says that the hour, and the next one, begin.
  private record Natural(
      TopicSnapshot topic, Map<Integer, Long> firsts, Map<Integer, Long> nexts) {}

  private static Natural natural(TopicSnapshot topic, NaturalBoundaries boundaries, Hour hour) {
    return new Natural(topic, boundaries.of(hour), boundaries.of(hour.next()));
  }

  private ClosedHour decide(StreamDefinition stream, Hour hour, Natural natural) {
    refuseUnknownPast(stream, hour, natural);
    return jdbi.inTransaction(handle -> {
      StreamPartitions.lock(handle, stream.name());
      Set<Integer> partitions = StreamPartitions.list(handle, stream.name()).keySet();
      if (!natural.topic.partitions().keySet().containsAll(partitions)) {
        throw LambdaException.retryAfter(
            SOON, "partitions were added to topic %s just now".formatted(stream.topic()));
      }
      Boundaries.lock(handle, stream.name(), partitions);
      Map<Integer, Long> firsts = decided(handle, stream, hour, natural.topic, natural.firsts);
      Map<Integer, Long> nexts = decided(handle, stream, hour.next(), natural.topic, natural.nexts);
      BatchHours.ensure(handle, stream.name(), hour);
      return closed(stream, hour, firsts, nexts);
    });
  }

  private void refuseUnknownPast(StreamDefinition stream, Hour hour, Natural natural) {
    Optional<Hour> first = jdbi.withHandle(handle -> Boundaries.firstHour(handle, stream.name()));
    if (first.isPresent() && !first.get().isAfter(hour)) {
      return;
    }
    if (!HourBoundaries.isReached(natural.topic, natural.nexts)) {
      boolean any =
          natural.topic.partitions().values().stream()
              .anyMatch(log -> log.stable() > log.beginning());
      throw LambdaException.badInput(
          any
              ? "hour %s of %s has no data: the stream's first record arrived later. './lambda hours' lists the hours"
                  .formatted(hour, stream.name())
              : "stream %s has no records yet. Send some to topic %s first"
                  .formatted(stream.name(), stream.topic()));
    }
  }

  /// Where the hour begins in each partition; what was not decided is decided now.
  private Map<Integer, Long> decided(
      Handle handle,
      StreamDefinition stream,
      Hour hour,
      TopicSnapshot topic,
      Map<Integer, Long> natural) {
    HourBoundaries known = boundaries(handle, stream.name(), hour);
    Map<Integer, Long> firsts = new TreeMap<>(known.decided());
    List<Boundary> decisions = new ArrayList<>();
    known
        .decide(hour, topic, natural, clock.instant(), grace)
        .forEach((partition, decision) -> {
          switch (decision) {
            case BoundaryDecision.At(long first) ->
                decisions.add(new Boundary(partition, hour, first));
            case BoundaryDecision.NotBefore(Instant time) ->
                throw silent(stream, partition, hour, time);
          }
        });
    Boundaries.decide(handle, stream.name(), decisions, Layer.BATCH);
    decisions.forEach(decision -> firsts.put(decision.partition(), decision.firstOffset()));
    return firsts;
  }

  private LambdaException silent(StreamDefinition stream, int partition, Hour hour, Instant until) {
    return LambdaException.retryAfter(
        Duration.between(clock.instant(), until).plusMillis(100),
        "partition %d of %s has been silent since %s; its hour will be closed at %s"
            .formatted(partition, stream.topic(), hour, until));
  }
}
