package lambda.batch.compute;

import static lambda.store.Sql.each;
import static lambda.store.Sql.name;
import static lambda.store.Sql.text;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import lambda.batch.archive.LostRecords;
import lambda.batch.erasure.ErasureLog;
import lambda.batch.hour.BatchHours;
import lambda.batch.hour.ClosedHour;
import lambda.batch.hour.Progress;
import lambda.core.definition.Measure;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.core.hour.Layer;
import lambda.core.hour.OffsetRange;
import lambda.store.BatchViews;
import lambda.store.MeasureSql;
import lambda.store.PartialsTable;
import lambda.store.ViewPositions;
import lambda.store.ViewTables;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Proves that both layers agree on an hour: each layer must hold the same partials with the same
/// states. Every difference is recorded with its kind and an explanation, and healed: batch wins.
/// Only the totals are compared if the hour's speed partials are retired. A view is not compared if
/// the speed layer did not fold all of the hour for it. Thread-safe.
public final class Reconciler {
  /// Differences of one view and kind of an hour that are recorded one by one; the rest is a single
  /// row with their count.
  private static final int MAX_RECORDED = 1_000;

  private static final Duration SPEED_PAUSE = Duration.ofSeconds(1);

  private final Jdbi jdbi;

  public Reconciler(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Compares, records and heals, in one transaction.
  ///
  /// @return the number of differences
  /// @throws LambdaException to be retried while the speed layer has not passed the hour's end, or
  ///   if the hour is not recomputed
  public long reconcile(ClosedHour closed, Progress progress) {
    waitsFor(closed)
        .ifPresent(why -> {
          throw LambdaException.retryAfter(SPEED_PAUSE, why);
        });
    StreamDefinition stream = closed.stream();
    Hour hour = closed.hour();
    return jdbi.inTransaction(handle -> {
      BatchHours.lock(handle, stream.name(), hour);
      refuseReopened(handle, stream, hour);
      Totals totals = totals(handle, stream, hour);
      long differences = recordTotals(handle, stream, hour, totals);
      boolean retired = BatchHours.retired(handle, stream.name(), hour);
      for (ViewDefinition view : retired ? List.<ViewDefinition>of() : stream.views()) {
        if (covers(handle, view, closed)) {
          progress.report("reconciling " + view.name(), 0, 1);
          differences += record(handle, stream, view, hour, explanation(handle, closed, totals));
          new PartialsTable(Layer.SPEED, view)
              .correct(handle, hour, new PartialsTable(Layer.BATCH, view));
          BatchViews.compared(handle, view, hour);
        }
      }
      BatchHours.set(handle, stream.name(), hour, BatchHours.Figure.DIFFERENCES, differences);
      BatchHours.mark(handle, stream.name(), hour, BatchHours.Step.RECONCILED);
      return differences;
    });
  }

  /// Partials that are due to be replaced must not be sealed.
  private static void refuseReopened(Handle handle, StreamDefinition stream, Hour hour) {
    if (!BatchHours.done(handle, stream.name(), hour, BatchHours.Step.RECOMPUTED)) {
      throw LambdaException.retryAfter(
          SPEED_PAUSE,
          "hour %s of %s is due to be recomputed: its files were replaced, or a backfill began"
              .formatted(hour, stream.name()));
    }
  }

  /// Whether the speed layer has folded all of the hour for the view.
  private static boolean covers(Handle handle, ViewDefinition view, ClosedHour closed) {
    return switch (ViewPositions.coverage(handle, view, closed.ranges())) {
      case ALL -> true;
      case PART -> false;
      case SOON -> throw LambdaException.retryAfter(SPEED_PAUSE, notYet(closed, view));
    };
  }

  private static String explanation(Handle handle, ClosedHour closed, Totals totals) {
    long lost = LostRecords.count(handle, closed.stream().name(), closed.hour());
    if (lost > 0) {
      return "%d offsets of this hour were declared lost: Kafka deleted them before they were archived"
          .formatted(lost);
    }
    if (LostRecords.count(handle, closed.stream().name(), closed.hour().previous()) > 0) {
      return "offsets of the hour before were declared lost, and with them the ids that identified duplicates in this hour";
    }
    if (ErasureLog.erased(handle, closed.stream().name(), closed.hour().previous()).events() > 0) {
      return "events of the hour before were erased, and with them the ids that identified duplicates in this hour";
    }
    return totals.explanation();
  }

  /// What the hour waits for: the speed layer, while it has not passed the hour's end; empty if it
  /// waits for nothing.
  public Optional<String> waitsFor(ClosedHour closed) {
    Map<Integer, Long> reached = reached(closed.stream());
    List<OffsetRange> ahead =
        closed.ranges().stream()
            .filter(range -> reached.getOrDefault(range.partition(), 0L) < range.next())
            .toList();
    long records =
        ahead.stream()
            .mapToLong(range -> range.next() - reached.getOrDefault(range.partition(), 0L))
            .sum();
    return ahead.isEmpty()
        ? jdbi.withHandle(handle -> behind(handle, closed))
        : Optional.of(
            "the speed layer is %d records short of the end of hour %s, in %d of %d partitions. Is it running?"
                .formatted(records, closed.hour(), ahead.size(), closed.ranges().size()));
  }

  /// A view that follows behind the others, and has not reached the hour's end yet.
  private static Optional<String> behind(Handle handle, ClosedHour closed) {
    return closed.stream().views().stream()
        .filter(view ->
            ViewPositions.coverage(handle, view, closed.ranges()) == ViewPositions.Coverage.SOON)
        .map(view -> notYet(closed, view))
        .findFirst();
  }

  private static String notYet(ClosedHour closed, ViewDefinition view) {
    return "the speed layer has not yet folded hour %s for view %s. Is it running with the current definitions?"
        .formatted(closed.hour(), view.name());
  }

  private Map<Integer, Long> reached(StreamDefinition stream) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                "select partition, next_offset from lambda.partitions where stream = ?",
                stream.name())
            .reduceRows(
                new HashMap<>(),
                (reached, row) -> {
                  reached.put(
                      row.getColumn("partition", Integer.class),
                      row.getColumn("next_offset", Long.class));
                  return reached;
                }));
  }

  private record Totals(
      long speedRecords,
      long speedDeadLetters,
      long speedDuplicates,
      long batchRecords,
      long batchDeadLetters,
      long batchDuplicates) {

    boolean agree() {
      return speedRecords == batchRecords && speedDeadLetters == batchDeadLetters;
    }

    String explanation() {
      long missed = batchDuplicates - speedDuplicates;
      if (missed > 0) {
        return "the speed layer counted %d duplicates as new events: they arrived after more events than it remembers (LAMBDA_ID_HORIZON)"
            .formatted(missed);
      }
      return "not explained by duplicates: the stored speed partials do not match the log";
    }
  }

  private static Totals totals(Handle handle, StreamDefinition stream, Hour hour) {
    return handle
        .select(
            """
            select coalesce(sum(s.records), 0) as speed_records,
              coalesce(sum(s.dead_letters), 0) as speed_dead_letters,
              coalesce(sum(s.duplicates), 0) as speed_duplicates,
              b.records, b.dead_letters, b.duplicates
            from lambda.batch_hours b
            left join lambda.speed_hours s using (stream, hour)
            where b.stream = ? and b.hour = ?
            group by b.stream, b.hour\
            """,
            stream.name(),
            hour)
        .map((row, context) ->
            new Totals(
                row.getLong("speed_records"),
                row.getLong("speed_dead_letters"),
                row.getLong("speed_duplicates"),
                row.getLong("records"),
                row.getLong("dead_letters"),
                row.getLong("duplicates")))
        .one();
  }

  private static long recordTotals(
      Handle handle, StreamDefinition stream, Hour hour, Totals totals) {
    if (totals.agree()) {
      return 0;
    }
    return handle.execute(
        """
        insert into lambda.differences (stream, hour, view, key, kind, speed, batch, explanation, healed_at)
        values (?, ?, '', '{}', 'totals differ',
          jsonb_build_object('records', ?, 'dead_letters', ?),
          jsonb_build_object('records', ?, 'dead_letters', ?),
          'the layers did not read the same records of this hour', now())\
        """,
        stream.name(),
        hour,
        totals.speedRecords,
        totals.speedDeadLetters,
        totals.batchRecords,
        totals.batchDeadLetters);
  }

  private static long record(
      Handle handle, StreamDefinition stream, ViewDefinition view, Hour hour, String explanation) {
    String keys =
        object(
            view.keyColumns(),
            Function.identity(),
            key -> "coalesce(b.%1$s, s.%1$s)".formatted(name(key)));
    String speed = states(view, "s");
    String batch = states(view, "b");
    String agree =
        each(
            view.stateColumns(),
            column -> "s.%1$s is not distinct from b.%1$s".formatted(name(column)),
            " and ");
    return handle
        .select(
            """
            with found as (
              select coalesce(b.window_start, s.window_start) as window_start, %1$s as key,
                case when s.hour is null then 'missing in speed'
                     when b.hour is null then 'missing in batch'
                     else 'measures differ' end as kind,
                case when s.hour is not null then %2$s end as speed,
                case when b.hour is not null then %3$s end as batch
              from (select * from speed.%4$s where hour = :hour and not gone) s
              full join (select * from batch.%4$s where hour = :hour and not gone) b on %5$s
              where not (s.hour is not null and b.hour is not null and %6$s)
            ), numbered as (
              select *, row_number() over (partition by kind) as number from found
            ), stored as (
              select window_start, key, kind, speed, batch, 1 as count from numbered
              where number <= %7$d
              union all
              select null, '{}', kind, null, null, count(*) from numbered
              where number > %7$d group by kind
            ), recorded as (
              insert into lambda.differences (stream, hour, view, window_start, key, kind, speed,
                batch, explanation, healed_at, count)
              select :stream, :hour, :view, window_start, key, kind, speed, batch, :explanation,
                now(), count
              from stored returning count)
            select coalesce(sum(count), 0) from recorded\
            """
                .formatted(
                    keys,
                    speed,
                    batch,
                    name(view.name()),
                    ViewTables.samePartial(view, "s", "b"),
                    agree,
                    MAX_RECORDED))
        .bind("stream", stream.name())
        .bind("hour", hour)
        .bind("view", view.name())
        .bind("explanation", explanation)
        .mapTo(Long.class)
        .one();
  }

  private static String states(ViewDefinition view, String partial) {
    return object(view.states(), Measure.Folded::name, state -> MeasureSql.shown(state, partial));
  }

  private static <T> String object(
      List<T> parts, Function<T, String> label, Function<T, String> value) {
    return parts.stream()
        .map(part -> "%s, %s".formatted(text(label.apply(part)), value.apply(part)))
        .collect(Collectors.joining(", ", "jsonb_build_object(", ")"));
  }
}
