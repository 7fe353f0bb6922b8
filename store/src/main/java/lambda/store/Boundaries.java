package lambda.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import lambda.core.hour.Boundary;
import lambda.core.hour.Hour;
import lambda.core.hour.Layer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// The decisions where hours begin. A decision is made while holding the partition's row ([#lock]),
/// which settles every race between the layers.
public final class Boundaries {
  private static final RowMapper<Boundary> BOUNDARY = ConstructorMapper.of(Boundary.class);

  private Boundaries() {}

  /// Locks the partition until the transaction ends.
  ///
  /// @return the offset up to which the speed layer has folded it
  public static long lock(Handle handle, String stream, int partition) {
    return handle
        .select(
            "select next_offset from lambda.partitions where stream = ? and partition = ? for update",
            stream,
            partition)
        .mapTo(Long.class)
        .one();
  }

  /// Stores a decision, unless the hour is decided already.
  ///
  /// @param layer the one that decides
  public static void decide(Handle handle, String stream, Boundary boundary, Layer layer) {
    handle.execute(
        """
        insert into lambda.boundaries (stream, partition, hour, first_offset, decided_by)
        values (?, ?, ?, ?, ?) on conflict do nothing\
        """,
        stream,
        boundary.partition(),
        boundary.hour(),
        boundary.firstOffset(),
        layer.label());
  }

  /// The first offset of the hour in the partition, if it is decided.
  public static Optional<Long> find(Handle handle, String stream, int partition, Hour hour) {
    return handle
        .select(
            "select first_offset from lambda.boundaries where stream = ? and partition = ? and hour = ?",
            stream,
            partition,
            hour)
        .mapTo(Long.class)
        .findOne();
  }

  /// The first offset of the next decided hour after this one in the partition, if there is one.
  public static OptionalLong following(Handle handle, String stream, int partition, Hour hour) {
    return handle
        .select(
            "select min(first_offset) from lambda.boundaries where stream = ? and partition = ? and hour > ?",
            stream,
            partition,
            hour)
        .mapTo(Long.class)
        .findOne()
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /// All decisions for the partition from an hour on, in order.
  public static List<Boundary> since(Handle handle, String stream, int partition, Hour hour) {
    return handle
        .select(
            """
            select partition, hour, first_offset from lambda.boundaries
            where stream = ? and partition = ? and hour >= ? order by hour\
            """,
            stream,
            partition,
            hour)
        .map(BOUNDARY)
        .list();
  }

  /// The decisions that a reader at `offset` needs: from the hour before the one that holds the
  /// offset.
  public static List<Boundary> around(Handle handle, String stream, int partition, long offset) {
    return handle
        .select(
            """
            select partition, hour, first_offset from lambda.boundaries
            where stream = ? and partition = ? and hour >= coalesce(
              (select max(hour) - interval '1 hour' from lambda.boundaries
               where stream = ? and partition = ? and first_offset <= ?), '-infinity')
            order by hour\
            """,
            stream,
            partition,
            stream,
            partition,
            offset)
        .map(BOUNDARY)
        .list();
  }

  /// The earliest hour of the stream that has a decision.
  public static Optional<Hour> firstHour(Handle handle, String stream) {
    return handle
        .select("select min(hour) from lambda.boundaries where stream = ?", stream)
        .mapTo(Hour.class)
        .findOne();
  }
}
