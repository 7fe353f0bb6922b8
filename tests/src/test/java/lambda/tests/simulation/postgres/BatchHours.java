package lambda.tests.simulation.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.tests.simulation.postgres.Boundaries.PartitionHour;
import org.jspecify.annotations.Nullable;

/// `lambda.batch_hours` and `lambda.speed_hours`; see `lambda.batch.hour.BatchHours`.
public final class BatchHours {
  private final Table<Hour, HourRow> hours;
  private final Table<PartitionHour, SpeedCounts> speed;

  BatchHours(Journal journal) {
    hours = new Table<>(journal);
    speed = new Table<>(journal);
  }

  /// What the speed layer saw of an hour.
  public record SpeedCounts(long records, long deadLetters, long duplicates) {
    public static final SpeedCounts NONE = new SpeedCounts(0, 0, 0);

    public SpeedCounts plus(SpeedCounts other) {
      return new SpeedCounts(
          records + other.records, deadLetters + other.deadLetters, duplicates + other.duplicates);
    }
  }

  public void addCounts(int partition, Hour hour, SpeedCounts counts) {
    PartitionHour key = new PartitionHour(partition, hour);
    @Nullable SpeedCounts before = speed.get(key);
    speed.put(key, before == null ? counts : before.plus(counts));
  }

  /// What the speed layer saw of the hour in all partitions.
  public SpeedCounts seen(Hour hour) {
    SpeedCounts sum = SpeedCounts.NONE;
    for (Map.Entry<PartitionHour, SpeedCounts> row : speed.rows().entrySet()) {
      sum = row.getKey().hour().equals(hour) ? sum.plus(row.getValue()) : sum;
    }
    return sum;
  }

  public void ensure(Hour hour) {
    hours.insert(hour, HourRow.NEW);
  }

  /// The hour's row.
  public HourRow lock(Hour hour) {
    @Nullable HourRow row = hours.get(hour);
    if (row == null) {
      throw LambdaException.badInput("hour %s was never closed".formatted(hour));
    }
    return row;
  }

  public void archived(Hour hour, long records, long deadLetters) {
    hours.put(hour, lock(hour).archived(records, deadLetters));
  }

  public void recomputed(Hour hour, long duplicates) {
    hours.put(hour, lock(hour).recomputed(duplicates));
  }

  public void reconciled(Hour hour, long differences) {
    hours.put(hour, lock(hour).reconciled(differences));
  }

  public void sealed(Hour hour, long now) {
    hours.put(hour, lock(hour).sealed(now));
  }

  /// Reopens an hour and the next one if there is one.
  public void reopenDependents(Hour hour) {
    hours.put(hour, lock(hour).reopen());
    @Nullable HourRow next = hours.get(hour.next());
    if (next != null) {
      hours.put(hour.next(), next.reopen());
    }
  }

  /// Retires the speed partials of hours that were sealed before a time.
  ///
  /// @return how many
  public int retireSealedBefore(long time) {
    List<Hour> due = new ArrayList<>();
    hours
        .rows()
        .forEach((hour, row) -> {
          if (row.sealed() && !row.retired() && row.sealedAt() < time) {
            due.add(hour);
          }
        });
    due.forEach(hour -> hours.put(hour, lock(hour).retire()));
    return due.size();
  }

  public boolean recomputed(Hour hour) {
    @Nullable HourRow row = hours.get(hour);
    return row != null && row.recomputed();
  }

  /// Whether the hour is recomputed and not reopened since.
  public boolean upToDate(Hour hour) {
    @Nullable HourRow row = hours.get(hour);
    return row != null && row.recomputed() && !row.reopened();
  }

  public boolean isSealed(Hour hour) {
    @Nullable HourRow row = hours.get(hour);
    return row != null && row.sealed();
  }

  public boolean retired(Hour hour) {
    @Nullable HourRow row = hours.get(hour);
    return row != null && row.retired();
  }

  public NavigableMap<Hour, HourRow> rows() {
    return hours.rows();
  }
}
