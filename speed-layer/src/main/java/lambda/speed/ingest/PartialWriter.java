package lambda.speed.ingest;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Boundary;
import lambda.core.hour.Hour;
import lambda.core.hour.Layer;
import lambda.core.view.Partial;
import lambda.core.view.ViewFold;
import lambda.core.view.ViewQuota;
import lambda.store.Boundaries;
import lambda.store.Conflicts;
import lambda.store.PartialsTable;
import lambda.store.ViewPositions;
import lambda.store.ViewRows;
import lambda.store.ViewTables;
import lambda.store.copy.CopyIn;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Stores folded partials and the offsets they reach in one transaction: both or neither.
///
/// Several processes may flush partitions of one stream at once, and their partials meet in the
/// same rows. So all of them lock in one order: partitions by number, views by name, partials by
/// identity, events by id, counts by view and hour. If Postgres ends a transaction for a conflict
/// nevertheless, such as a deadlock with somebody's own statements, the flush is repeated with what
/// was folded.
final class PartialWriter {
  private static final int ATTEMPTS = 5;

  private final Jdbi jdbi;
  private final StreamDefinition stream;
  private final ViewQuota quota;
  private final IngestMetrics metrics;

  PartialWriter(Jdbi jdbi, StreamDefinition stream, ViewQuota quota, IngestMetrics metrics) {
    this.jdbi = jdbi;
    this.stream = stream;
    this.quota = quota;
    this.metrics = metrics;
  }

  /// Merges everything pending.
  ///
  /// @throws StaleOwnerException if another owner has advanced a partition, or hours were decided
  ///   differently in the meantime; nothing is stored then
  /// @throws LambdaException of category fatal if a view would have more rows in an hour than its
  ///   quota; nothing is stored then
  void flush(Collection<PartitionState> partitions, List<ViewFold> folds, RawSinkBuffer raw) {
    for (int attempt = 1; ; attempt++) {
      try {
        jdbi.useTransaction(handle -> store(handle, partitions, folds, raw));
        return;
      } catch (JdbiException | LambdaException e) {
        if (attempt == ATTEMPTS || !Conflicts.isConflict(e)) {
          throw e;
        }
        metrics.conflicts.increment();
      }
    }
  }

  private void store(
      Handle handle,
      Collection<PartitionState> partitions,
      List<ViewFold> folds,
      RawSinkBuffer raw) {
    // Sent first, so that no lock is held meanwhile: a process that freezes then blocks no one.
    Map<PartialsTable, String> staged = stage(handle, folds);
    Optional<String> events = raw.stage(handle);
    for (PartitionState partition : inOrder(partitions)) {
      advance(handle, partition);
    }
    Map<ViewDefinition, SortedMap<Hour, Long>> inserted = new LinkedHashMap<>();
    staged.forEach((table, rows) -> inserted.put(table.view(), table.merge(handle, rows)));
    events.ifPresent(rows -> raw.insert(handle, rows));
    inserted.forEach((view, rows) -> count(handle, view, rows));
  }

  /// The counts are locked last, since all owners of the stream's partitions share them.
  private void count(Handle handle, ViewDefinition view, SortedMap<Hour, Long> inserted) {
    if (inserted.isEmpty()) {
      return;
    }
    SortedMap<Hour, Long> rows = ViewRows.add(handle, view.name(), inserted);
    metrics.rows(view.name(), rows.getOrDefault(rows.lastKey(), 0L));
    rows.forEach((hour, count) -> quota.require(view, hour, count));
  }

  /// Sorts the partitions, so that all owners take their locks in the same order.
  private static List<PartitionState> inOrder(Collection<PartitionState> partitions) {
    return partitions.stream()
        .filter(PartitionState::pending)
        .sorted(Comparator.comparingInt(state -> state.partition))
        .toList();
  }

  private void advance(Handle handle, PartitionState state) {
    long records = state.start.records();
    int updated =
        handle.execute(
            """
            update lambda.partitions set next_offset = ?, flushed_at = now()
            where stream = ? and partition = ? and next_offset = ?\
            """,
            Math.max(records, state.next),
            stream.name(),
            state.partition,
            Math.max(records, state.stored));
    if (updated != 1 || !advanceViews(handle, state)) {
      throw new StaleOwnerException(
          "partition %d of %s is no longer at offset %d: another owner has advanced it"
              .formatted(state.partition, stream.topic(), state.stored));
    }
    projectCompleted(handle, state);
    if (state.counts.isEmpty()) {
      return; // Only markers or aborted records were passed.
    }
    Hour first = state.counts.firstKey();
    List<Boundary> decided = Boundaries.since(handle, stream.name(), state.partition, first);
    if (!state.hours.learn(decided, state.folded())) {
      throw new StaleOwnerException(
          "hours of partition %d of %s were decided in the meantime: folding again from offset %d"
              .formatted(state.partition, stream.topic(), state.stored));
    }
    Boundaries.decide(handle, stream.name(), state.hours.proposals(), Layer.SPEED);
    addCounts(handle, state);
  }

  /// @return whether the views were where this owner left them
  private boolean advanceViews(Handle handle, PartitionState state) {
    Map<String, Long> from = new HashMap<>();
    for (int i = 0; i < stream.views().size(); i++) {
      long start = state.start.views().get(i);
      if (start < state.next) {
        from.put(stream.views().get(i).name(), Math.max(start, state.stored));
      }
    }
    return ViewPositions.advance(handle, state.partition, from, state.next);
  }

  /// Views that have reached the others are complete: each of their figures has another source now.
  private void projectCompleted(Handle handle, PartitionState state) {
    for (int i = 0; i < stream.views().size() && state.catchesUp(); i++) {
      if (state.start.views().get(i) < state.start.records()) {
        ViewTables.projectAgain(handle, stream.views().get(i));
      }
    }
  }

  private void addCounts(Handle handle, PartitionState state) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into lambda.speed_hours as t (stream, partition, hour, records, dead_letters, duplicates)
            values (?, ?, ?, ?, ?, ?)
            on conflict (stream, partition, hour) do update set
              records = t.records + excluded.records,
              dead_letters = t.dead_letters + excluded.dead_letters,
              duplicates = t.duplicates + excluded.duplicates\
            """);
    state.counts.forEach((hour, counts) ->
        batch.add(
            stream.name(),
            state.partition,
            hour,
            counts.records,
            counts.deadLetters,
            counts.duplicates));
    batch.execute();
  }

  private static Map<PartialsTable, String> stage(Handle handle, List<ViewFold> folds) {
    Map<PartialsTable, String> staged = new LinkedHashMap<>();
    for (ViewFold fold :
        folds.stream().sorted(Comparator.comparing(fold -> fold.view().name())).toList()) {
      if (fold.size() > 0) {
        PartialsTable table = new PartialsTable(Layer.SPEED, fold.view());
        staged.put(
            table, table.stage(handle, copy -> fold.forEach(partial -> write(partial, copy))));
      }
    }
    return staged;
  }

  private static void write(Partial partial, CopyIn copy) {
    copy.value(partial.hour()).value(Instant.ofEpochMilli(partial.windowStart()));
    partial.key().forEach(copy::value);
    partial.states().forEach(copy::value);
    copy.end();
  }
}
