package lambda.store;

import java.util.List;
import org.jdbi.v3.core.Handle;

/// Where the speed layer is in each partition, as `lambda.partitions` says.
public final class SpeedPositions {
  private SpeedPositions() {}

  private record Covered(long first, long next) {}

  /// Moves the position past offsets that Kafka has deleted, as far as each of them is archived or
  /// declared lost; an offset that is neither stops it. The owner of the partition then finds that
  /// its position is stale, and continues from the new one.
  ///
  /// @param beginning the first offset that Kafka still holds
  /// @return whether the position was moved
  public static boolean passDeleted(Handle handle, String stream, int partition, long beginning) {
    long position =
        handle
            .select(
                "select next_offset from lambda.partitions where stream = ? and partition = ?",
                stream,
                partition)
            .mapTo(Long.class)
            .one();
    if (position >= beginning) {
      return false;
    }
    long covered = Math.min(beginning, covered(handle, stream, partition, position));
    return covered > position
        && handle.execute(
                """
                update lambda.partitions set next_offset = ?
                where stream = ? and partition = ? and next_offset = ?\
                """,
                covered,
                stream,
                partition,
                position)
            == 1;
  }

  /// The end of the archived ranges that follow each other from an offset on.
  private static long covered(Handle handle, String stream, int partition, long position) {
    List<Covered> ranges =
        handle
            .select(
                """
                select first_offset, next_offset from lambda.ranges
                where stream = ? and partition = ? and next_offset > ? order by first_offset\
                """,
                stream,
                partition,
                position)
            .map((row, _) -> new Covered(row.getLong(1), row.getLong(2)))
            .list();
    long reached = position;
    for (Covered range : ranges) {
      if (range.first > reached) {
        break;
      }
      reached = Math.max(reached, range.next);
    }
    return reached;
  }
}
