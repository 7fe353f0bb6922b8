package lambda.tests.simulation.postgres;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Rows by their primary key; every change can be undone.
final class Table<K extends Comparable<K>, V> {
  private final Journal journal;
  private final NavigableMap<K, V> rows = new TreeMap<>();
  private final NavigableMap<K, V> view = Collections.unmodifiableNavigableMap(rows);

  Table(Journal journal) {
    this.journal = journal;
  }

  @Nullable V get(K key) {
    return rows.get(key);
  }

  void put(K key, V value) {
    restoreLater(key, rows.put(key, value));
  }

  /// Inserts a row; does nothing on conflict.
  boolean insert(K key, V value) {
    if (rows.containsKey(key)) {
      return false;
    }
    put(key, value);
    return true;
  }

  void remove(K key) {
    restoreLater(key, rows.remove(key));
  }

  private void restoreLater(K key, @Nullable V before) {
    journal.add(() -> {
      if (before == null) {
        rows.remove(key);
      } else {
        rows.put(key, before);
      }
    });
  }

  NavigableMap<K, V> rows() {
    return view;
  }
}
