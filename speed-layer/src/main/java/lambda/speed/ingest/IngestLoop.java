package lambda.speed.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Decoded;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.event.Malformed;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.core.view.ViewFold;
import lambda.kafka.ClientSettings;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The speed layer of one stream: poll, decode, fold, flush. One thread owns the loop and all its
/// state; [#stop] and [#problem] may be called from others.
///
/// Nothing in memory has to survive: if a flush fails, the loop discards what it folded and starts
/// again from the offsets in Postgres.
public final class IngestLoop implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(IngestLoop.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final StreamDefinition stream;
  private final IngestConfig config;
  private final InstantSource clock;
  private final IngestMetrics metrics;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final EventDecoder decoder;
  private final PartitionLoader loader;
  private final PartialWriter store;
  private final List<ViewFold> folds;
  private final RawSinkBuffer raw;
  private final Map<Integer, PartitionState> partitions = new TreeMap<>();
  private Instant lastFlush;
  private long oldestPending = Long.MAX_VALUE;
  private long pendingRecords;
  private volatile boolean stopping;
  private volatile Optional<String> problem = Optional.of("not started");

  public IngestLoop(
      StreamDefinition stream,
      IngestConfig config,
      Jdbi jdbi,
      InstantSource clock,
      IngestMetrics metrics) {
    this.stream = stream;
    this.config = config;
    this.clock = clock;
    this.metrics = metrics;
    consumer =
        new KafkaConsumer<>(
            ClientSettings.groupMember(
                config.kafka(), "lambda-speed-" + stream.name(), config.instance()));
    decoder = new EventDecoder(stream);
    loader = new PartitionLoader(stream, jdbi, config.kafka(), decoder, config.idHorizon());
    store = new PartialWriter(jdbi, stream);
    folds = stream.views().stream().map(view -> new ViewFold(stream, view)).toList();
    raw = new RawSinkBuffer(stream);
    lastFlush = clock.instant();
  }

  @Override
  public void run() {
    try (consumer) {
      consumer.subscribe(List.of(stream.topic()), new Ownership());
      problem = Optional.empty();
      while (!stopping) {
        step();
      }
      flushOrForget();
    } catch (WakeupException | InterruptException e) {
      log.info("{}: interrupted to stop", stream.name());
    } catch (OffsetOutOfRangeException e) {
      die(
          "topic %s does not hold the offsets that the speed layer needs next (%s). Either records were deleted before they were read, or the topic was deleted and created again"
              .formatted(stream.topic(), e.offsetOutOfRangePartitions()));
    } catch (FencedInstanceIdException e) {
      die(
          "another process runs as '%s'. Give each process its own LAMBDA_INSTANCE"
              .formatted(config.instance()));
    } catch (RuntimeException e) {
      log.error("{}: the loop failed", stream.name(), e);
      die("it failed: " + e);
    }
  }

  private void die(String why) {
    log.error("{}: {}", stream.name(), why);
    problem = Optional.of(stream.name() + ": " + why);
  }

  /// What is wrong right now; empty if all is well.
  public Optional<String> problem() {
    return problem;
  }

  /// Asks the loop to flush and end.
  public void stop() {
    stopping = true;
  }

  private void step() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      fold(record);
    }
    Instant now = clock.instant();
    boolean due = !now.isBefore(lastFlush.plus(config.flushInterval()));
    if (pendingRecords >= config.flushRecords() || (due && pendingRecords > 0)) {
      flushOrForget();
    }
    metrics.lag.set(lag());
  }

  private long lag() {
    long lag = pendingRecords;
    for (TopicPartition partition : consumer.assignment()) {
      lag += consumer.currentLag(partition).orElse(0);
    }
    return lag;
  }

  private void fold(ConsumerRecord<byte[], byte[]> record) {
    PartitionState state = partitions.get(record.partition());
    if (state == null || record.offset() < state.next) {
      return;
    }
    Hour hour = state.hours.assign(record.offset(), Instant.ofEpochMilli(record.timestamp()));
    HourCounts counts = state.counts(hour);
    counts.records++;
    Decoded decoded = decoder.decode(record.value());
    switch (decoded) {
      case Malformed malformed -> {
        counts.deadLetters++;
        metrics.deadLetters.increment();
        log.debug(
            "malformed record at {}-{} offset {}: {}",
            record.topic(),
            record.partition(),
            record.offset(),
            malformed.reason());
      }
      case Event event -> {
        if (state.ids.add(hour, event.id())) {
          folds.forEach(fold -> fold.add(hour, event));
          raw.add(event);
        } else {
          counts.duplicates++;
          metrics.duplicates.increment();
        }
      }
    }
    state.next = record.offset() + 1;
    oldestPending = Math.min(oldestPending, record.timestamp());
    pendingRecords++;
  }

  private void flushOrForget() {
    try {
      metrics.flush.record(() -> store.flush(partitions.values(), folds, raw));
      Instant now = clock.instant();
      if (pendingRecords > 0) {
        metrics.records.increment((double) pendingRecords);
        metrics.latency.record(Duration.ofMillis(Math.max(0, now.toEpochMilli() - oldestPending)));
      }
      partitions.values().forEach(PartitionState::flushed);
      forget();
      lastFlush = now;
      problem = Optional.empty();
    } catch (StaleOwnerException e) {
      log.info("{}: {}", stream.name(), e.getMessage());
      beginAgain();
    } catch (JdbiException | LambdaException e) {
      problem = Optional.of("%s: a flush to Postgres failed: %s".formatted(stream.name(), e));
      log.warn("{}: flush failed; starting again from the stored offsets", stream.name(), e);
      beginAgain();
    }
  }

  private void forget() {
    folds.forEach(ViewFold::clear);
    raw.clear();
    pendingRecords = 0;
    oldestPending = Long.MAX_VALUE;
  }

  /// Discards what is in memory and loads the owned partitions again.
  private void beginAgain() {
    forget();
    List<Integer> owned = List.copyOf(partitions.keySet());
    partitions.clear();
    takeAll(owned);
  }

  /// Takes partitions as soon as Postgres and Kafka answer.
  private void takeAll(Collection<Integer> wanted) {
    while (!stopping && !partitions.keySet().containsAll(wanted)) {
      takeOrPause(wanted);
    }
  }

  /// Takes partitions, or waits a moment if Postgres or Kafka does not answer.
  private void takeOrPause(Collection<Integer> wanted) {
    try {
      take(wanted);
    } catch (JdbiException e) {
      problem = Optional.of("%s: Postgres does not answer: %s".formatted(stream.name(), e));
      pause();
    } catch (LambdaException e) {
      if (e.category() != Category.RETRY) {
        throw e;
      }
      problem = Optional.of("%s: %s".formatted(stream.name(), e.getMessage()));
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_FAILURE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  /// Continues partitions at their stored offsets.
  private void take(Collection<Integer> wanted) {
    loader
        .load(wanted)
        .forEach((partition, state) -> {
          partitions.put(partition, state);
          consumer.seek(new TopicPartition(stream.topic(), partition), state.next);
          log.info("{}: partition {} continues at offset {}", stream.name(), partition, state.next);
        });
  }

  /// Takes and releases partitions as the group assigns them.
  private final class Ownership implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      takeAll(
          assigned.stream()
              .map(TopicPartition::partition)
              .filter(partition -> !partitions.containsKey(partition))
              .toList());
      problem = Optional.empty();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      flushOrForget();
      revoked.forEach(partition -> partitions.remove(partition.partition()));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
      forget();
      partitions.clear();
    }
  }
}
