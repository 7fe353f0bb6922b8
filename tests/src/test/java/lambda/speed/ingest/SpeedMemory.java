package lambda.speed.ingest;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.hour.Boundary;
import lambda.core.hour.Hour;
import lambda.core.hour.HourTracker;
import lambda.core.view.ViewFold;
import lambda.tests.simulation.postgres.BatchHours.SpeedCounts;
import lambda.tests.simulation.world.LogEntry;
import lambda.tests.simulation.world.SimulatedStream;

/// What the loop of the speed layer holds in memory, for the simulation: the loop's own classes,
/// without Kafka and Postgres. One owner.
public final class SpeedMemory {
  private static final EventDecoder DECODER = new EventDecoder(SimulatedStream.DEFINITION);
  private static final IngestMetrics METRICS =
      new IngestMetrics(new SimpleMeterRegistry(), SimulatedStream.DEFINITION.name());
  private static final Duration FLUSH_INTERVAL = Duration.ofMinutes(1);
  private static final int FLUSH_RECORDS = 12;
  private static final int FLUSH_BYTES = 1 << 20;

  private final int idHorizon;
  private final OwnedPartitions owned = new OwnedPartitions();
  private final List<PartitionState> arrived = new ArrayList<>();
  private final RecordFolder folder =
      new RecordFolder(SimulatedStream.DEFINITION, DECODER, METRICS);
  private final FlushTrigger trigger;

  /// @param idHorizon how many ids it remembers of a partition
  public SpeedMemory(int idHorizon, Instant now) {
    this.idHorizon = idHorizon;
    trigger = new FlushTrigger(FLUSH_INTERVAL, FLUSH_RECORDS, FLUSH_BYTES, now);
  }

  /// The assigned partitions, loaded or not.
  public Set<Integer> owned() {
    Set<Integer> all = missing();
    all.addAll(loaded());
    return all;
  }

  public void assign(Collection<Integer> partitions) {
    owned.assign(partitions);
  }

  public void revoke(Collection<Integer> partitions) {
    owned.revoke(partitions);
  }

  /// The partitions to load.
  public Set<Integer> missing() {
    return new TreeSet<>(owned.missing());
  }

  /// A partition was loaded; [#acceptLoaded] takes it.
  ///
  /// @param recent the records from which the ids are rebuilt
  public void load(
      int partition, Collection<Boundary> decided, long stored, List<LogEntry> recent) {
    DuplicateFilter ids = new DuplicateFilter(idHorizon);
    HourTracker before = new HourTracker(partition, decided);
    for (LogEntry record : recent) {
      Hour hour = before.assign(record.offset(), record.time(), record.time());
      if (record.value().decoded() instanceof Event event) {
        ids.add(hour, event.id());
      }
    }
    arrived.add(
        new PartitionState(
            partition,
            new HourTracker(partition, decided),
            ids,
            new FoldStart(stored, List.of(stored))));
  }

  /// Takes what was loaded, as far as it is still wanted.
  public void acceptLoaded() {
    arrived.forEach(owned::accept);
    arrived.clear();
  }

  /// The loaded partitions.
  public List<Integer> loaded() {
    return owned.loaded().stream().map(state -> state.partition).toList();
  }

  /// The position of the consumer.
  public long next(int partition) {
    return state(partition).next;
  }

  /// The stored offset, which a flush expects to find.
  public long stored(int partition) {
    return state(partition).stored;
  }

  private PartitionState state(int partition) {
    PartitionState state = owned.find(partition);
    if (state == null) {
      throw new IllegalStateException("partition %d is not loaded".formatted(partition));
    }
    return state;
  }

  public void fold(int partition, LogEntry record) {
    folder.fold(state(partition), record.asConsumed(partition), record.time());
  }

  /// The consumer's position, after records and offsets without a record.
  public void reached(int partition, long position) {
    state(partition).reached(position);
  }

  /// Whether to flush now.
  public boolean due(Instant now) {
    return trigger.full(folder.records(), folder.bytes()) || trigger.due(owned.moved(), now);
  }

  /// The partitions that have something to store.
  public List<Integer> pending() {
    return owned.loaded().stream()
        .filter(PartitionState::pending)
        .map(state -> state.partition)
        .toList();
  }

  /// What was counted of each hour of a partition since the last flush.
  public SortedMap<Hour, SpeedCounts> counts(int partition) {
    return state(partition).counts.entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey(),
                entry -> counts(entry.getValue()),
                (a, _) -> a,
                TreeMap::new));
  }

  private static SpeedCounts counts(HourCounts counts) {
    return new SpeedCounts(counts.records, counts.deadLetters, counts.duplicates);
  }

  /// See [HourTracker#learn].
  public boolean learn(int partition, Collection<Boundary> decided) {
    PartitionState state = state(partition);
    return state.hours.learn(decided, state.folded());
  }

  public List<Boundary> proposals(int partition) {
    return state(partition).hours.proposals();
  }

  /// The partials to store.
  public ViewFold partials() {
    return folder.folds().getFirst();
  }

  /// Call this once everything folded is stored.
  public void flushed(Instant now) {
    owned.loaded().forEach(PartitionState::flushed);
    folder.clear();
    trigger.flushed(now);
  }

  /// Discards what is folded, so that every owned partition is loaded again.
  public void forget() {
    folder.clear();
    owned.discard();
  }

  /// Discards everything, as when the group is left.
  public void clear() {
    folder.clear();
    owned.clear();
  }
}
