package lambda.tests.simulation.postgres;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import lambda.core.hour.Hour;
import lambda.tests.simulation.world.FigureKey;
import lambda.tests.simulation.world.PartialKey;
import lambda.tests.simulation.world.Totals;
import org.jspecify.annotations.Nullable;

/// Everything that is stored. Only a transaction may use it.
public final class Tables {
  private final Boundaries boundaries;
  private final BatchHours hours;
  private final Partials speed;
  private final Partials batch;
  private final Manifest manifest;
  private final Uploads uploads;
  private final Projections projections;

  Tables(Journal journal, Xid xid) {
    boundaries = new Boundaries(journal);
    hours = new BatchHours(journal);
    speed = new Partials(journal, xid);
    batch = new Partials(journal, xid);
    uploads = new Uploads(journal);
    manifest = new Manifest(journal, uploads);
    projections = new Projections(journal, xid);
  }

  public Boundaries boundaries() {
    return boundaries;
  }

  public BatchHours hours() {
    return hours;
  }

  public Partials speed() {
    return speed;
  }

  public Partials batch() {
    return batch;
  }

  public Manifest manifest() {
    return manifest;
  }

  public Uploads uploads() {
    return uploads;
  }

  public Projections projections() {
    return projections;
  }

  /// Enters the partitions that are not known yet; see `lambda.store.StreamPartitions`.
  ///
  /// @param beginnings the first offset that Kafka holds of each partition
  /// @return whether one was added after hours were closed
  public boolean register(Map<Integer, Long> beginnings) {
    Optional<Hour> closed =
        hours.rows().isEmpty() ? Optional.empty() : Optional.of(hours.rows().lastKey());
    boolean added = false;
    for (Map.Entry<Integer, Long> partition : beginnings.entrySet()) {
      if (!boundaries.knows(partition.getKey())) {
        boundaries.add(partition.getKey(), partition.getValue(), closed);
        added |= closed.isPresent();
      }
    }
    return added;
  }

  /// The partials that are served: each hour's from one layer.
  private Map<PartialKey, Totals> servingPartials() {
    Map<PartialKey, Totals> serving = new TreeMap<>(batch.present());
    serving.keySet().removeIf(key -> !hours.recomputed(key.hour()));
    speed
        .present()
        .forEach((key, totals) -> {
          if (!hours.recomputed(key.hour())) {
            serving.put(key, totals);
          }
        });
    return serving;
  }

  /// The figures that are served.
  public Map<FigureKey, Totals> serving() {
    Map<FigureKey, Totals> figures = new TreeMap<>();
    servingPartials().forEach((key, totals) -> figures.merge(key.figure(), totals, Totals::plus));
    return figures;
  }

  /// The current figures whose partials transactions changed; null for one that no longer exists.
  public Map<FigureKey, @Nullable Totals> changed(Projections.Round round) {
    Set<FigureKey> changed = new TreeSet<>(speed.changed(round.from(), round.to()));
    changed.addAll(batch.changed(round.from(), round.to()));
    Map<FigureKey, @Nullable Totals> figures = new TreeMap<>();
    if (!changed.isEmpty()) {
      Map<FigureKey, Totals> serving = serving();
      changed.forEach(key -> figures.put(key, serving.get(key)));
    }
    return figures;
  }

  /// How many partials of the hour differ between the layers.
  public long differences(Hour hour) {
    Map<PartialKey, Totals> ofSpeed = speed.of(hour);
    Map<PartialKey, Totals> ofBatch = batch.of(hour);
    Set<PartialKey> keys = new TreeSet<>(ofSpeed.keySet());
    keys.addAll(ofBatch.keySet());
    keys.removeIf(key -> {
      @Nullable Totals one = ofSpeed.get(key);
      return one != null && one.equals(ofBatch.get(key));
    });
    return keys.size();
  }

  /// Deletes rows that are no longer served or compared, once the projection has seen them.
  ///
  /// @return whether there were any
  public boolean cleanPartials() {
    Set<Hour> retired = new TreeSet<>();
    hours
        .rows()
        .forEach((hour, row) -> {
          if (row.retired()) {
            retired.add(hour);
          }
        });
    boolean any = speed.clean(projections.position(), retired);
    return batch.clean(projections.position(), Set.of()) || any;
  }
}
