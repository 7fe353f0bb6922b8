package lambda.tests.simulation.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import lambda.core.hour.Hour;
import lambda.tests.simulation.world.FigureKey;
import lambda.tests.simulation.world.PartialKey;
import lambda.tests.simulation.world.Totals;
import org.jspecify.annotations.Nullable;

/// The partials of one layer; see `lambda.store.PartialsTable`.
public final class Partials {
  private final Table<PartialKey, Row> rows;
  private final Xid xid;

  Partials(Journal journal, Xid xid) {
    rows = new Table<>(journal);
    this.xid = xid;
  }

  /// @param gone kept only until the projection has seen that it does not count any more
  private record Row(Totals totals, boolean gone, long changedIn) {}

  private void write(PartialKey key, Totals totals, boolean gone) {
    rows.put(key, new Row(totals, gone, xid.current()));
  }

  /// Adds to the stored partials.
  public void merge(Map<PartialKey, Totals> staged) {
    staged.forEach((key, totals) -> {
      @Nullable Row before = rows.get(key);
      write(
          key, before == null ? totals : before.totals.plus(totals), before != null && before.gone);
    });
  }

  /// Makes these the partials of the hour.
  public void replace(Hour hour, Map<PartialKey, Totals> staged) {
    markGone(hour, staged.keySet());
    staged.forEach((key, totals) -> write(key, totals, false));
  }

  /// Makes the partials of another layer those of the hour; those that agree stay untouched.
  public void correct(Hour hour, Partials other) {
    Map<PartialKey, Totals> right = other.of(hour);
    markGone(hour, right.keySet());
    right.forEach((key, totals) -> {
      @Nullable Row row = rows.get(key);
      if (row == null || row.gone || !row.totals.equals(totals)) {
        write(key, totals, false);
      }
    });
  }

  private void markGone(Hour hour, Set<PartialKey> staying) {
    for (PartialKey key : keys(hour)) {
      @Nullable Row row = rows.get(key);
      if (row != null && !row.gone && !staying.contains(key)) {
        write(key, row.totals, true);
      }
    }
  }

  /// Counts the hour's partials that are not staged as changed.
  public void touchOthers(Hour hour, Set<PartialKey> staged) {
    for (PartialKey key : keys(hour)) {
      @Nullable Row row = rows.get(key);
      if (row != null && !staged.contains(key)) {
        write(key, row.totals, row.gone);
      }
    }
  }

  private List<PartialKey> keys(Hour hour) {
    List<PartialKey> keys = new ArrayList<>();
    for (PartialKey key : rows.rows().keySet()) {
      if (key.hour().equals(hour)) {
        keys.add(key);
      }
    }
    return keys;
  }

  /// The partials of an hour that count.
  public Map<PartialKey, Totals> of(Hour hour) {
    Map<PartialKey, Totals> present = new TreeMap<>();
    for (PartialKey key : keys(hour)) {
      @Nullable Row row = rows.get(key);
      if (row != null && !row.gone) {
        present.put(key, row.totals);
      }
    }
    return present;
  }

  /// The partials of all hours that count.
  NavigableMap<PartialKey, Totals> present() {
    NavigableMap<PartialKey, Totals> present = new TreeMap<>();
    rows.rows()
        .forEach((key, row) -> {
          if (!row.gone) {
            present.put(key, row.totals);
          }
        });
    return present;
  }

  /// The figures that transactions changed.
  ///
  /// @param from inclusive
  /// @param to exclusive
  Set<FigureKey> changed(long from, long to) {
    Set<FigureKey> changed = new TreeSet<>();
    rows.rows()
        .forEach((key, row) -> {
          if (row.changedIn >= from && row.changedIn < to) {
            changed.add(key.figure());
          }
        });
    return changed;
  }

  /// Deletes rows that are gone or retired, once the projection has seen them.
  ///
  /// @return whether there were any
  boolean clean(long projected, Set<Hour> retired) {
    List<PartialKey> old = new ArrayList<>();
    rows.rows()
        .forEach((key, row) -> {
          if (row.changedIn < projected && (row.gone || retired.contains(key.hour()))) {
            old.add(key);
          }
        });
    old.forEach(rows::remove);
    return !old.isEmpty();
  }
}
