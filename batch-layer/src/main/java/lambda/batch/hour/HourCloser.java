package lambda.batch.hour;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Boundary;
import lambda.core.hour.BoundaryDecision;
import lambda.core.hour.Hour;
import lambda.core.hour.Layer;
import lambda.core.hour.OffsetRange;
import lambda.kafka.TopicReader;
import lambda.store.Boundaries;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Settles which records an hour holds. It decides every boundary that is not decided yet: the
/// first record that reaches the hour, or the end of the log if the partition has been silent
/// since. Thread-safe.
public final class HourCloser {
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
    List<OffsetRange> ranges = new ArrayList<>();
    try (TopicReader topic = new TopicReader(kafka, stream.topic())) {
      refuseUnknownPast(stream, hour, topic);
      for (int partition = 0; partition < stream.partitions(); partition++) {
        long first = boundary(stream, partition, hour, topic);
        long next = boundary(stream, partition, hour.next(), topic);
        ranges.add(new OffsetRange(partition, first, next));
      }
    }
    jdbi.useHandle(handle -> BatchHours.ensure(handle, stream.name(), hour));
    return new ClosedHour(stream, hour, ranges);
  }

  private void refuseUnknownPast(StreamDefinition stream, Hour hour, TopicReader topic) {
    Optional<Hour> first = jdbi.withHandle(handle -> Boundaries.firstHour(handle, stream.name()));
    if (first.isPresent() && !first.get().isAfter(hour)) {
      return;
    }
    long end = 0;
    boolean reached = false;
    for (int partition = 0; partition < stream.partitions(); partition++) {
      end += topic.end(partition);
      OptionalLong next = topic.firstOffsetAt(partition, hour.end());
      reached |= next.isPresent() ? next.getAsLong() > 0 : topic.end(partition) > 0;
    }
    if (!reached) {
      throw LambdaException.badInput(
          end == 0
              ? "stream %s has no records yet. Send some to topic %s first"
                  .formatted(stream.name(), stream.topic())
              : "hour %s of %s has no data: the stream's first record arrived later. './lambda hours' lists the hours"
                  .formatted(hour, stream.name()));
    }
  }

  private long boundary(StreamDefinition stream, int partition, Hour hour, TopicReader topic) {
    return jdbi.inTransaction(handle -> decided(handle, stream, partition, hour, topic));
  }

  private long decided(
      Handle handle, StreamDefinition stream, int partition, Hour hour, TopicReader topic) {
    long folded = Boundaries.lock(handle, stream.name(), partition);
    Optional<Long> known = Boundaries.find(handle, stream.name(), partition, hour);
    if (known.isPresent()) {
      return known.get();
    }
    // All of this is read under the lock, so no record that the speed layer folded is beyond the
    // end. The end is read first: if no record reaches the hour afterwards, none before the end
    // does.
    long end = topic.end(partition);
    BoundaryDecision decision =
        BoundaryDecision.decide(
            hour,
            natural(handle, stream, partition, hour, topic),
            folded,
            end,
            Boundaries.following(handle, stream.name(), partition, hour),
            clock.instant(),
            grace);
    return switch (decision) {
      case BoundaryDecision.At(long first) -> {
        Boundaries.decide(handle, stream.name(), new Boundary(partition, hour, first), Layer.BATCH);
        yield first;
      }
      case BoundaryDecision.NotBefore(Instant time) ->
          throw LambdaException.retryAfter(
              Duration.between(clock.instant(), time).plusMillis(100),
              "partition %d of %s has been silent since %s; its hour will be closed at %s"
                  .formatted(partition, stream.topic(), hour, time));
    };
  }

  /// The first record that reaches the hour. The partition's first hour begins with its first
  /// record, however late that is: an hour before it would come into being after hours that have
  /// been computed without it.
  private static OptionalLong natural(
      Handle handle, StreamDefinition stream, int partition, Hour hour, TopicReader topic) {
    return Boundaries.anyBefore(handle, stream.name(), partition, hour)
        ? topic.firstOffsetAt(partition, hour.start())
        : OptionalLong.of(topic.beginning(partition));
  }
}
