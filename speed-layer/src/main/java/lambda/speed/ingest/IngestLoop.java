package lambda.speed.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.EventDecoder;
import lambda.kafka.ClientSettings;
import lambda.kafka.TopicSnapshot;
import lambda.speed.failure.FailureLog;
import lambda.speed.failure.Retries;
import lambda.speed.ingest.failure.FailurePolicy;
import lambda.speed.ingest.failure.Reaction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The speed layer of one stream: poll, decode, fold, flush. One thread owns the loop and all its
/// state; [#stop] and [#problem] may be called from others.
///
/// Nothing in memory has to survive: if a flush fails, the loop discards what it folded and starts
/// again from the offsets in Postgres. If Kafka fails, it also joins the group again. It ends only
/// if it is told to stop, or by [Reaction.EndProcess].
public final class IngestLoop implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(IngestLoop.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final StreamDefinition stream;
  private final InstantSource clock;
  private final IngestMetrics metrics;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final RecordFolder folder;
  private final PartitionLoading loading;
  private final PartialWriter store;
  private final FlushTrigger trigger;
  private final FailurePolicy policy;
  private final FailureLog failures;
  private final Retries retries;
  private final LoopHealth health;
  private final TopicWatch watch;
  private final OwnedPartitions owned = new OwnedPartitions();
  private final CountDownLatch stopping = new CountDownLatch(1);

  /// Kafka's id of the topic when it was last seen.
  private String topicId = "";

  public IngestLoop(
      StreamDefinition stream,
      IngestConfig config,
      Jdbi jdbi,
      InstantSource clock,
      IngestMetrics metrics) {
    this.stream = stream;
    this.clock = clock;
    this.metrics = metrics;
    consumers =
        () ->
            new KafkaConsumer<>(
                ClientSettings.groupMember(
                    config.kafka(), "lambda-speed-" + stream.name(), config.instance()));
    EventDecoder decoder = new EventDecoder(stream);
    folder = new RecordFolder(stream, decoder, metrics);
    loading =
        new PartitionLoading(
            new PartitionLoader(stream, jdbi, config.kafka(), decoder, config.idHorizon()));
    store = new PartialWriter(jdbi, stream, config.viewQuota(), metrics);
    trigger =
        new FlushTrigger(
            config.flushInterval(),
            config.flushRecords(),
            (long) config.flushMegabytes() << 20,
            clock.instant());
    policy = new FailurePolicy(config.instance());
    failures = new FailureLog(log, stream.name());
    retries = new Retries(FIRST_PAUSE, LONGEST_PAUSE, new Random());
    health = new LoopHealth(clock.instant());
    watch = new TopicWatch(config.kafka(), stream.topic(), clock);
  }

  @Override
  public void run() {
    watch.start(stopping);
    try {
      while (!isStopping()) {
        session();
      }
    } catch (Error e) {
      failed(e);
    }
  }

  /// The name of the stream.
  public String stream() {
    return stream.name();
  }

  /// What is wrong right now; empty if all is well.
  public Optional<String> problem() {
    return health.problem(clock.instant()).or(watch::problem);
  }

  /// Asks the loop to flush and end.
  public void stop() {
    stopping.countDown();
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /// Everything from joining the group until Kafka fails, or the loop is told to stop.
  private void session() {
    try (GroupMember member =
        new GroupMember(stream.topic(), consumers.get(), new FlushingAssignment())) {
      work(member);
      flush();
    } catch (RuntimeException e) {
      forget();
      owned.clear();
      pause(failed(e));
    }
  }

  private void work(GroupMember member) {
    try {
      while (!isStopping()) {
        round(member);
      }
    } catch (RuntimeException e) {
      // Before the member is closed, which flushes: a record may be folded in part.
      forget();
      throw e;
    }
  }

  private void round(GroupMember member) {
    ConsumerRecords<byte[], byte[]> records = member.poll(POLL);
    Instant now = clock.instant();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      PartitionState state = owned.find(record.partition());
      if (state != null) {
        folder.fold(state, record, now);
        if (trigger.full(folder.records(), folder.bytes())) {
          flush();
        }
      }
    }
    owned.loaded().forEach(state -> state.reached(member.position(state.partition)));
    if (trigger.due(owned.moved(), now)) {
      flush();
    }
    load(member, now);
    observeTopic(member);
    health.round(now);
  }

  /// Measures how far behind the log the stored positions are. If the topic was made anew, the
  /// partitions are loaded again, which then fails with what to do.
  private void observeTopic(GroupMember member) {
    long consumer =
        folder.records()
            + owned.loaded().stream().mapToLong(state -> member.lag(state.partition)).sum();
    Optional<TopicSnapshot> topic = watch.latest();
    metrics.lag.set(Math.max(consumer, topic.map(owned::behind).orElse(0L)));
    metrics.heldBack.set(topic.map(owned::heldBack).orElse(0L));
    String id = topic.map(TopicSnapshot::id).orElse(topicId);
    if (!id.equals(topicId) && !topicId.isEmpty()) {
      forget();
    }
    topicId = id;
  }

  /// Takes what was loaded, and loads what is missing.
  private void load(GroupMember member, Instant now) {
    boolean busy = loading.isBusy();
    for (PartitionState state : loading.take()) {
      if (owned.accept(state)) {
        member.resume(state.partition, state.next);
        log.info(
            "{}: partition {} continues at offset {}", stream.name(), state.partition, state.next);
      }
    }
    member.pause(owned.missing());
    if (busy) {
      return;
    }
    loading.takeFailure().ifPresent(this::failed);
    if (owned.missing().isEmpty()) {
      if (retries.over(now)) {
        well();
      }
    } else if (retries.mayTry(now)) {
      loading.start("load " + stream.name(), owned.missing());
    }
  }

  /// Stores everything pending. If that fails, all partitions are loaded again.
  private void flush() {
    if (!owned.moved()) {
      return;
    }
    try {
      metrics.flush.record(() -> store.flush(owned.loaded(), folder.folds(), folder.raw()));
      Instant now = clock.instant();
      metrics.stored(folder.records(), folder.oldest(), now);
      owned.loaded().forEach(PartitionState::flushed);
      folder.clear();
      trigger.flushed(now);
      if (owned.missing().isEmpty()) {
        well();
      }
    } catch (StaleOwnerException e) {
      log.info("{}: {}", stream.name(), e.getMessage());
      retries.failed(clock.instant());
      forget();
    } catch (RuntimeException e) {
      failed(e);
      forget();
    }
  }

  /// Discards what is folded, so every owned partition must be loaded again.
  private void forget() {
    folder.clear();
    owned.discard();
  }

  private void well() {
    retries.succeeded();
    failures.recovered();
    health.well();
  }

  /// Says what is wrong, and decides how long to wait.
  private Duration failed(Throwable failure) {
    Reaction reaction = policy.reactionTo(failure);
    health.failing(reaction.problem());
    failures.failed(reaction.problem(), reaction instanceof Reaction.Defect ? failure : null);
    if (reaction instanceof Reaction.EndProcess) {
      stop();
    }
    return retries.failed(clock.instant());
  }

  private void pause(Duration pause) {
    try {
      stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
    }
  }

  /// Flushes before partitions go to another process. Asks no server for what is assigned: it is
  /// loaded between two polls.
  private final class FlushingAssignment implements GroupMember.Assignment {
    @Override
    public void assigned(Collection<Integer> partitions) {
      owned.assign(partitions);
    }

    @Override
    public void revoked(Collection<Integer> partitions) {
      flush();
      owned.revoke(partitions);
    }

    @Override
    public void lost(Collection<Integer> partitions) {
      forget();
      owned.revoke(partitions);
    }
  }
}
