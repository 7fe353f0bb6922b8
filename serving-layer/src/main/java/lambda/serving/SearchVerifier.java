package lambda.serving;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;
import lambda.store.ViewTables;
import lambda.store.projection.Projections;
import lambda.store.projection.TimeSlices;
import lambda.store.projection.TimeSlices.Slice;
import org.jdbi.v3.core.Jdbi;

/// Compares a view in Elasticsearch with the serving view in Postgres, slice by slice, while both
/// change. Thread-safe.
///
/// A difference may be a change that is not projected yet. So it is looked at again: Postgres is
/// read, everything up to then must be projected, Elasticsearch is read, then Postgres once more. A
/// row that Postgres has unchanged before and after must be the same in Elasticsearch.
public final class SearchVerifier {
  private static final int SLICE_ROWS = 20_000;
  private static final int LOOKS = 5;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Jdbi jdbi;
  private final Projections projections;
  private final ViewQuery query;
  private final SearchQuery search;
  private final InstantSource clock;
  private final Duration patience;

  /// @param patience how long the projection may take to catch up
  public SearchVerifier(Jdbi jdbi, SearchQuery search, InstantSource clock, Duration patience) {
    this.jdbi = jdbi;
    this.search = search;
    this.clock = clock;
    this.patience = patience;
    projections = new Projections(jdbi);
    query = new ViewQuery(jdbi);
  }

  /// How both compare.
  ///
  /// @param figures the rows in Postgres
  /// @param differences the number of rows that differ
  /// @param changing the number of rows that differed and changed whenever they were looked at
  /// @param examples the first differences
  public record Report(
      long figures, long differences, long changing, List<FigureDifference> examples) {}

  /// @param shown how many differences are returned at most
  /// @throws LambdaException to be retried if the projection does not catch up, or a server does
  ///   not answer
  public Report verify(ViewDefinition view, int shown) {
    awaitProjected(view, projections.horizon());
    long figures = 0;
    long different = 0;
    long changing = 0;
    List<FigureDifference> examples = new ArrayList<>();
    Instant from = TimeSlices.FIRST;
    boolean last = false;
    while (!last) {
      Instant begin = from;
      Slice slice =
          jdbi.withHandle(handle -> ViewTables.slices(view).from(handle, begin, SLICE_ROWS));
      WindowRange range = new WindowRange(slice.from(), slice.to());
      List<ViewRow> rows = rows(view, range);
      figures += rows.size();
      if (!RowComparison.differences(rows, search.rows(view, range)).isEmpty()) {
        Settled settled = settle(view, range);
        different += settled.differences.size();
        changing += settled.changing;
        settled.differences.stream().limit(shown - examples.size()).forEach(examples::add);
      }
      from = slice.to();
      last = slice.last();
    }
    return new Report(figures, different, changing, List.copyOf(examples));
  }

  private record Settled(List<FigureDifference> differences, int changing) {}

  private Settled settle(ViewDefinition view, WindowRange range) {
    Settled settled = look(view, range);
    for (int looks = 1; looks < LOOKS && settled.changing > 0; looks++) {
      settled = look(view, range);
    }
    return settled;
  }

  private Settled look(ViewDefinition view, WindowRange range) {
    Map<Place, ViewRow> before = byPlace(rows(view, range));
    awaitProjected(view, projections.horizon());
    List<ViewRow> found = search.rows(view, range);
    List<ViewRow> after = rows(view, range);
    Map<Place, ViewRow> now = byPlace(after);
    Map<Boolean, List<FigureDifference>> differences =
        RowComparison.differences(after, found).entrySet().stream()
            .collect(
                Collectors.partitioningBy(
                    entry ->
                        Optional.ofNullable(before.get(entry.getKey()))
                            .equals(Optional.ofNullable(now.get(entry.getKey()))),
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    return new Settled(
        differences.getOrDefault(true, List.of()),
        differences.getOrDefault(false, List.of()).size());
  }

  private static Map<Place, ViewRow> byPlace(List<ViewRow> rows) {
    return rows.stream().collect(Collectors.toMap(Place::of, row -> row));
  }

  private List<ViewRow> rows(ViewDefinition view, WindowRange range) {
    return query.rows(view, range, Optional.empty());
  }

  /// Waits until the changes of all transactions before one are in Elasticsearch, and visible.
  private void awaitProjected(ViewDefinition view, String transaction) {
    Instant end = clock.instant().plus(patience);
    while (!isProjected(view, transaction)) {
      if (clock.instant().isAfter(end)) {
        throw LambdaException.retryAfter(
            patience,
            "Elasticsearch lags behind Postgres for view '%s', more than %d s. Does the speed layer run? Its /health says what it waits for"
                .formatted(view.name(), patience.toSeconds()));
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw LambdaException.retryAfter(PAUSE, "interrupted");
      }
    }
    search.refresh(view);
  }

  /// A new index is complete a moment before it can be searched by the view's name.
  private boolean isProjected(ViewDefinition view, String transaction) {
    return projections.projected(view.name(), ViewTables.slices(view).tables(), transaction)
        && search.exists(view);
  }
}
