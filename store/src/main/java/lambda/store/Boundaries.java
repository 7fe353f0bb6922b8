package lambda.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lambda.core.hour.Boundary;
import lambda.core.hour.Hour;
import lambda.core.hour.Layer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/// The decisions where hours begin. A decision is made while holding the partition's row ([#lock]),
/// which settles every race between the layers.
public final class Boundaries {
  private static final RowMapper<Boundary> BOUNDARY = ConstructorMapper.of(Boundary.class);

  private Boundaries() {}

  /// Locks partitions until the transaction ends, in their order, so that two callers never wait
  /// for each other.
  ///
  /// @return for each partition that is known, the offset up to which the speed layer has folded it
  public static SortedMap<Integer, Long> lock(
      Handle handle, String stream, Collection<Integer> partitions) {
    return handle
        .select(
            """
            select partition, next_offset from lambda.partitions
            where stream = ? and partition = any(?) order by partition for update\
            """,
            stream,
            partitions.toArray(Integer[]::new))
        .reduceRows(
            new TreeMap<>(),
            (offsets, row) -> {
              offsets.put(
                  row.getColumn("partition", Integer.class),
                  row.getColumn("next_offset", Long.class));
              return offsets;
            });
  }

  /// Stores decisions, but for hours that are decided already.
  ///
  /// @param layer the one that decides
  public static void decide(
      Handle handle, String stream, Collection<Boundary> boundaries, Layer layer) {
    if (boundaries.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into lambda.boundaries (stream, partition, hour, first_offset, decided_by)
            values (?, ?, ?, ?, ?) on conflict do nothing\
            """);
    boundaries.forEach(boundary ->
        batch.add(
            stream, boundary.partition(), boundary.hour(), boundary.firstOffset(), layer.label()));
    batch.execute();
  }

  /// All decisions for an hour, by partition.
  public static Map<Integer, Long> of(Handle handle, String stream, Hour hour) {
    return handle
        .select(
            "select partition, first_offset from lambda.boundaries where stream = ? and hour = ?",
            stream,
            hour)
        .reduceRows(
            new TreeMap<>(),
            (firsts, row) -> {
              firsts.put(
                  row.getColumn("partition", Integer.class),
                  row.getColumn("first_offset", Long.class));
              return firsts;
            });
  }

  /// What is decided around an hour.
  ///
  /// @param preceding where the last decided hour before it begins
  /// @param following where the next decided hour after it begins
  public record Neighbours(Map<Integer, Long> preceding, Map<Integer, Long> following) {}

  /// The decisions around an hour, by partition; without those that have none.
  public static Neighbours neighbours(Handle handle, String stream, Hour hour) {
    Neighbours neighbours = new Neighbours(new TreeMap<>(), new TreeMap<>());
    handle
        .select(
            """
            select partition, max(first_offset) filter (where hour < ?) as preceding,
              min(first_offset) filter (where hour > ?) as following
            from lambda.boundaries where stream = ? group by partition\
            """,
            hour,
            hour,
            stream)
        .map((row, _) -> {
          int partition = row.getInt("partition");
          long preceding = row.getLong("preceding");
          if (!row.wasNull()) {
            neighbours.preceding.put(partition, preceding);
          }
          long following = row.getLong("following");
          if (!row.wasNull()) {
            neighbours.following.put(partition, following);
          }
          return partition;
        })
        .list();
    return neighbours;
  }

  /// All decisions for the partition from an hour on, and the last one before it, in order.
  public static List<Boundary> since(Handle handle, String stream, int partition, Hour hour) {
    return handle
        .select(
            """
            select partition, hour, first_offset from lambda.boundaries
            where stream = ? and partition = ? and hour >= coalesce(
              (select max(hour) from lambda.boundaries
               where stream = ? and partition = ? and hour < ?), ?)
            order by hour\
            """,
            stream,
            partition,
            stream,
            partition,
            hour,
            hour)
        .map(BOUNDARY)
        .list();
  }

  /// The decisions that readers at the given offsets of partitions need: from the hour before the
  /// one that holds the offset, by partition and hour.
  public static List<Boundary> around(Handle handle, String stream, Map<Integer, Long> offsets) {
    return handle
        .select(
            """
            select b.partition, b.hour, b.first_offset
            from unnest(?::int[], ?::bigint[]) as at (partition, next_offset)
            join lambda.boundaries b on b.stream = ? and b.partition = at.partition
              and b.hour >= coalesce(
                (select max(c.hour) - interval '1 hour' from lambda.boundaries c
                 where c.stream = b.stream and c.partition = at.partition
                   and c.first_offset <= at.next_offset), '-infinity')
            order by b.partition, b.hour\
            """,
            offsets.keySet().toArray(Integer[]::new),
            offsets.values().toArray(Long[]::new),
            stream)
        .map(BOUNDARY)
        .list();
  }

  /// The earliest hour of the stream that is decided, or was before its boundaries were pruned.
  public static Optional<Hour> firstHour(Handle handle, String stream) {
    return handle
        .select(
            """
            select least(
              (select min(hour) from lambda.boundaries where stream = :stream),
              (select min(hour) from lambda.batch_hours where stream = :stream))\
            """)
        .bind("stream", stream)
        .mapTo(Hour.class)
        .findOne();
  }
}
