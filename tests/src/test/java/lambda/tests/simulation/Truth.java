package lambda.tests.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.core.view.ViewFold;
import lambda.tests.simulation.pipeline.DuplicateRule;
import lambda.tests.simulation.postgres.Tables;
import lambda.tests.simulation.world.FigureKey;
import lambda.tests.simulation.world.LogEntry;
import lambda.tests.simulation.world.SimulatedKafka;
import lambda.tests.simulation.world.SimulatedS3.ArchivedRow;
import lambda.tests.simulation.world.SimulatedStream;
import lambda.tests.simulation.world.Totals;
import org.jspecify.annotations.Nullable;

/// What must be served at this moment, counted from the log alone: every hour that the batch layer
/// serves, and of the others what the speed layer has folded.
final class Truth {
  private final SimulatedKafka kafka;
  private final Tables tables;

  Truth(SimulatedKafka kafka, Tables tables) {
    this.kafka = kafka;
    this.tables = tables;
  }

  /// The figures by the documented rule for duplicates.
  Map<FigureKey, Totals> figures() {
    return figures(true);
  }

  /// The figures if the speed layer recognised no duplicate at all.
  Map<FigureKey, Totals> withSpeedDuplicates() {
    return figures(false);
  }

  private Map<FigureKey, Totals> figures(boolean speedKnowsDuplicates) {
    ViewFold fold = new ViewFold(SimulatedStream.DEFINITION, SimulatedStream.VIEW);
    for (int partition : tables.boundaries().partitions()) {
      NavigableMap<Hour, Long> boundaries = tables.boundaries().of(partition);
      for (Hour hour : boundaries.keySet()) {
        boolean batch = tables.hours().recomputed(hour);
        List<ArchivedRow> events = events(served(partition, boundaries, hour, batch));
        if (batch || speedKnowsDuplicates) {
          events = DuplicateRule.distinct(events, before(partition, boundaries, hour));
        }
        events.forEach(row -> fold.add(hour, DuplicateRule.event(row)));
      }
    }
    Map<FigureKey, Totals> figures = new TreeMap<>();
    SimulatedStream.forEach(
        fold, (key, totals) -> figures.merge(key.figure(), totals, Totals::plus));
    return figures;
  }

  private OffsetRange served(
      int partition, NavigableMap<Hour, Long> boundaries, Hour hour, boolean batch) {
    long folded = tables.boundaries().lock(partition);
    long first = boundaries.getOrDefault(hour, 0L);
    var following = boundaries.higherEntry(hour);
    long end = following == null ? folded : following.getValue();
    long next = batch ? end : Math.min(end, folded);
    return new OffsetRange(partition, first, Math.max(first, next));
  }

  private List<ArchivedRow> before(int partition, NavigableMap<Hour, Long> boundaries, Hour hour) {
    @Nullable Long first = boundaries.get(hour.previous());
    @Nullable Long next = boundaries.get(hour);
    return first == null || next == null
        ? List.of()
        : events(new OffsetRange(partition, first, next));
  }

  private List<ArchivedRow> events(OffsetRange range) {
    List<ArchivedRow> events = new ArrayList<>();
    for (LogEntry entry : kafka.history(range)) {
      if (entry.value().isEvent()) {
        events.add(new ArchivedRow(range.partition(), entry.offset(), entry.value()));
      }
    }
    return events;
  }
}
