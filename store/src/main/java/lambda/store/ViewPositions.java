package lambda.store;

import static lambda.store.Sql.text;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.hour.OffsetRange;
import org.jdbi.v3.core.Handle;

/// The offsets that the speed layer has folded for each view: `lambda.view_positions`. A view that
/// is declared later than its stream, or again, follows behind the others until it has reached
/// them.
public final class ViewPositions {
  private ViewPositions() {}

  /// Makes the stream's views begin where the batch layer does not compute them soon: at the first
  /// hour that it has not computed at all. A view that is past it continues where it is.
  static void begin(Handle handle, StreamDefinition stream) {
    // In this order, as flushes do, so that they and this wait for each other and never deadlock.
    handle.execute(
        "select from lambda.partitions where stream = ? order by partition for update",
        stream.name());
    handle.execute(
        """
        insert into lambda.view_positions as t (view, partition, first_offset, next_offset)
        select v.view, p.partition, s.first_offset, s.first_offset
        from lambda.views v
        join lambda.partitions p using (stream)
        cross join lateral (
          select least(p.next_offset, coalesce(min(b.first_offset), p.next_offset)) as first_offset
          from lambda.boundaries b
          where b.stream = p.stream and b.partition = p.partition and not exists (
            select from lambda.batch_hours h
            where h.stream = b.stream and h.hour = b.hour and h.recomputed_at is not null)
        ) s
        where v.stream = ? and v.declared
        on conflict (view, partition) do update
        set first_offset = excluded.first_offset, next_offset = excluded.next_offset
        where t.next_offset < excluded.next_offset\
        """,
        stream.name());
  }

  /// Makes the views that are declared for the stream begin with a partition that is added.
  static void add(Handle handle, String stream, int partition, long first) {
    handle.execute(
        """
        insert into lambda.view_positions (view, partition, first_offset, next_offset)
        select view, ?, ?, ? from lambda.views where stream = ? and declared on conflict do nothing\
        """,
        partition,
        first,
        first,
        stream);
  }

  /// The next offsets by partition and the view's name.
  public static Map<Integer, Map<String, Long>> next(
      Handle handle, Collection<ViewDefinition> views, Collection<Integer> partitions) {
    return handle
        .select(
            """
            select partition, view, next_offset from lambda.view_positions
            where view = any(?) and partition = any(?)\
            """,
            names(views),
            partitions.toArray(Integer[]::new))
        .reduceRows(
            new TreeMap<>(),
            (next, row) -> {
              next.computeIfAbsent(
                      row.getColumn("partition", Integer.class), partition -> new HashMap<>())
                  .put(
                      row.getColumn("view", String.class),
                      row.getColumn("next_offset", Long.class));
              return next;
            });
  }

  /// Skips offsets that Kafka no longer has: what was folded before them no longer counts as
  /// folded.
  ///
  /// @param offsets the first offset of each partition that Kafka has
  public static void skipTo(
      Handle handle, Collection<ViewDefinition> views, Map<Integer, Long> offsets) {
    handle.execute(
        """
        update lambda.view_positions t set first_offset = o.first_offset, next_offset = o.first_offset
        from unnest(?::int[], ?::bigint[]) o(partition, first_offset)
        where t.view = any(?) and t.partition = o.partition and t.next_offset < o.first_offset\
        """,
        offsets.keySet().toArray(Integer[]::new),
        offsets.values().toArray(Long[]::new),
        names(views));
  }

  /// Advances views from the offsets where the caller left them.
  ///
  /// @param from by the view's name
  /// @return whether all of them were there; if not, the transaction must be rolled back
  public static boolean advance(Handle handle, int partition, Map<String, Long> from, long to) {
    int advanced =
        handle.execute(
            """
            update lambda.view_positions t set next_offset = ?
            from unnest(?::text[], ?::bigint[]) s(view, next_offset)
            where t.view = s.view and t.partition = ? and t.next_offset = s.next_offset\
            """,
            to,
            from.keySet().toArray(String[]::new),
            from.values().toArray(Long[]::new),
            partition);
    return advanced == from.size();
  }

  /// How far the speed layer is with a view in the ranges of an hour.
  public enum Coverage {
    /// It has folded every record for the view.
    ALL,
    /// It will have, once it has caught up.
    SOON,
    /// It began after the first record, and never will.
    PART
  }

  public static Coverage coverage(
      Handle handle, ViewDefinition view, Collection<OffsetRange> ranges) {
    List<OffsetRange> folded =
        handle
            .select(
                "select partition, first_offset, next_offset from lambda.view_positions where view = ?",
                view.name())
            .map((row, _) -> new OffsetRange(row.getInt(1), row.getLong(2), row.getLong(3)))
            .list();
    return coverage(folded, ranges);
  }

  private static Coverage coverage(List<OffsetRange> folded, Collection<OffsetRange> ranges) {
    Map<Integer, OffsetRange> byPartition =
        folded.stream().collect(Collectors.toMap(OffsetRange::partition, range -> range));
    boolean all = true;
    for (OffsetRange range : ranges) {
      OffsetRange done = byPartition.get(range.partition());
      if (!range.isEmpty() && (done == null || done.first() > range.first())) {
        return Coverage.PART;
      }
      all &= range.isEmpty() || (done != null && done.next() >= range.next());
    }
    return all ? Coverage.ALL : Coverage.SOON;
  }

  /// A condition in SQL: the speed layer has not folded for the view what it has folded for others.
  static String isBehind(StreamDefinition stream, ViewDefinition view) {
    return "exists (select %s)".formatted(fromBehind(stream, view));
  }

  /// How many offsets it has not folded for the view, but for others.
  public static long behind(Handle handle, StreamDefinition stream, ViewDefinition view) {
    return handle
        .select(
            "select coalesce(sum(p.next_offset - v.next_offset), 0) " + fromBehind(stream, view))
        .mapTo(Long.class)
        .one();
  }

  private static String fromBehind(StreamDefinition stream, ViewDefinition view) {
    return """
    from lambda.view_positions v
      join lambda.partitions p on p.stream = %s and p.partition = v.partition
      where v.view = %s and v.next_offset < p.next_offset\
    """
        .formatted(text(stream.name()), text(view.name()));
  }

  private static String[] names(Collection<ViewDefinition> views) {
    return views.stream().map(ViewDefinition::name).toArray(String[]::new);
  }
}
