package lambda.serving.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;
import lambda.serving.FigurePage;
import lambda.serving.FigureRequest;
import lambda.serving.Freshness;
import lambda.serving.Granularity;
import lambda.serving.KeyText;
import lambda.serving.ViewQuery;
import lambda.serving.ViewRow;
import lambda.serving.WindowRange;
import lambda.serving.http.Answer;
import lambda.serving.http.Csv;
import lambda.serving.http.Format;
import lambda.serving.http.Parameters;
import lambda.serving.http.Problem;
import lambda.serving.http.ProblemException;
import lambda.serving.http.Request;
import org.jspecify.annotations.Nullable;

/// `/api/views/{view}`: the figures of a view.
final class FiguresResource {
  private static final int USUAL_LIMIT = 1_000;
  private static final int MAX_LIMIT = 10_000;
  private static final int MAX_TOP = 1_000;
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

  private static final String NONE = "none";

  private final Definitions definitions;
  private final PostgresGate postgres;
  private final InstantSource clock;

  FiguresResource(Definitions definitions, PostgresGate postgres, InstantSource clock) {
    this.definitions = definitions;
    this.postgres = postgres;
    this.clock = clock;
  }

  /// The answer.
  ///
  /// @param batchExactUpTo every record that arrived before this is in a sealed hour; null while no
  ///   hour is sealed
  /// @param realTimeFrom records that arrived from then on are in the speed layer's figures alone;
  ///   null while none has arrived
  /// @param realTimeAt when the speed layer last stored records; null if it never did
  /// @param next the cursor of the next page; null if this is the last
  record Figures(
      String view,
      Instant from,
      Instant to,
      String granularity,
      @Nullable Instant batchExactUpTo,
      @Nullable Instant realTimeFrom,
      @Nullable Instant realTimeAt,
      List<ViewRow> rows,
      @Nullable String next) {}

  Answer answer(Request request) {
    ViewDefinition view = definitions.view(request.path("view"));
    Format format = request.format(Format.JSON, Format.CSV);
    Parameters given =
        request.parameters(
            "from", "to", "key", "top", "by", "group", "granularity", "limit", "cursor");
    Optional<Cursor> cursor = given.text("cursor").map(Cursor::parse);
    FigureRequest figures = figures(view, given, cursor);
    Optional<Integer> top = given.count("top", MAX_TOP);
    if (top.isPresent() && cursor.isPresent()) {
      throw new ProblemException(
          Problem.parameter(
              "top", top.get().toString(), "left out with a cursor: it has one page"));
    }
    String by = measure(view, given, top.isPresent());
    int limit = given.count("limit", MAX_LIMIT).orElse(USUAL_LIMIT);
    String stream = definitions.streams().streamOf(view.name()).name();
    return postgres.query(jdbi -> {
      ViewQuery query = new ViewQuery(jdbi);
      FigurePage page =
          top.map(count ->
                  new FigurePage(query.top(figures, by, Math.min(count, limit)), Optional.empty()))
              .orElseGet(() -> query.page(figures, cursor.map(Cursor::after), limit));
      Optional<String> next = page.next().map(after -> Cursor.of(figures, after).text());
      return switch (format) {
        case JSON, EVENTS -> json(figures, Freshness.of(jdbi, stream), page.rows(), next);
        case CSV -> csv(figures, page.rows());
      };
    });
  }

  private FigureRequest figures(ViewDefinition view, Parameters given, Optional<Cursor> cursor) {
    Granularity granularity = granularity(view, given);
    Optional<List<@Nullable String>> key = key(view, given);
    WindowRange asked = range(view, given, cursor);
    WindowRange range =
        granularity == Granularity.of(view.window()) ? asked : granularity.whole(asked);
    FigureRequest request = new FigureRequest(view, range, granularity, key, columns(view, given));
    cursor.ifPresent(from -> {
      if (!from.request().equals(Cursor.name(request))
          || from.after().key().size() != request.columns().size()) {
        throw new ProblemException(
            Problem.parameter(
                "cursor",
                given.text("cursor").orElse(""),
                "the 'next' of an answer for the same view, granularity and group"));
      }
    });
    return request;
  }

  private WindowRange range(ViewDefinition view, Parameters given, Optional<Cursor> cursor) {
    Optional<Instant> from = given.time("from").or(() -> cursor.map(each -> each.range().from()));
    Optional<Instant> to = given.time("to").or(() -> cursor.map(each -> each.range().to()));
    Instant end = to.orElseGet(clock::instant);
    Instant start =
        from.orElseGet(() -> latest(FIRST, WindowRange.defaultStart(view.window(), end)));
    if (!start.isBefore(end)) {
      throw new ProblemException(
          Problem.parameter(
              given.text("from").isPresent() ? "from" : "to",
              (given.text("from").isPresent() ? start : end).toString(),
              given.text("from").isPresent()
                  ? "before 'to', which is " + end
                  : "after 'from', which is " + start));
    }
    return new WindowRange(start, end);
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Granularity granularity(ViewDefinition view, Parameters given) {
    Map<String, Granularity> choices =
        Granularity.from(view.window()).stream()
            .collect(
                Collectors.toMap(
                    Granularity::label, each -> each, (a, _) -> a, LinkedHashMap::new));
    return given.oneOf("granularity", choices).orElse(Granularity.of(view.window()));
  }

  private static Optional<List<@Nullable String>> key(ViewDefinition view, Parameters given) {
    List<String> values = given.all("key");
    if (values.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(KeyText.parse(view, values));
    } catch (LambdaException e) {
      throw new ProblemException(
          Problem.parameter(
              "key",
              String.join("|", values),
              view.keyColumns().isEmpty()
                  ? "left out: view '%s' has no key".formatted(view.name())
                  : "a value for each of %s: repeat it, or join the values by '|'"
                      .formatted(String.join(", ", view.keyColumns()))));
    }
  }

  /// The key columns to keep: all of them by default, none for `none`.
  private static List<String> columns(ViewDefinition view, Parameters given) {
    Optional<String> group = given.text("group");
    if (group.isEmpty()) {
      return view.keyColumns();
    }
    List<String> wanted =
        group.get().equals(NONE) ? List.of() : List.of(group.get().split(",", -1));
    if (!view.keyColumns().containsAll(wanted)) {
      throw new ProblemException(
          Problem.parameter(
              "group",
              group.get(),
              view.keyColumns().isEmpty()
                  ? "'none', or left out: view '%s' has no key".formatted(view.name())
                  : "'none', or some of %s, joined by ','"
                      .formatted(String.join(", ", view.keyColumns()))));
    }
    return view.keyColumns().stream().filter(wanted::contains).toList();
  }

  private static String measure(ViewDefinition view, Parameters given, boolean top) {
    Map<String, String> measures = new LinkedHashMap<>();
    view.measureColumns().forEach(name -> measures.put(name, name));
    Optional<String> by = given.oneOf("by", measures);
    if (by.isPresent() && !top) {
      throw new ProblemException(
          Problem.parameter("by", by.get(), "given with 'top', whose order it is"));
    }
    return by.orElse(view.measureColumns().getFirst());
  }

  private static Answer json(
      FigureRequest request, Freshness freshness, List<ViewRow> rows, Optional<String> next) {
    return Answer.json(
        new Figures(
            request.view().name(),
            request.range().from(),
            request.range().to(),
            request.granularity().label(),
            freshness.batchExactBefore().orElse(null),
            freshness.realTimeFrom().orElse(null),
            freshness.realTimeAt().orElse(null),
            rows,
            next.orElse(null)));
  }

  private static Answer csv(FigureRequest request, List<ViewRow> rows) {
    List<String> columns = new ArrayList<>(List.of("window"));
    columns.addAll(request.columns());
    columns.addAll(request.view().measureColumns());
    columns.add("source");
    return Answer.csv(Csv.of(columns, rows.stream().map(FiguresResource::cells).toList()));
  }

  private static List<@Nullable Object> cells(ViewRow row) {
    List<@Nullable Object> cells = new ArrayList<>(List.of(row.window()));
    cells.addAll(row.key());
    for (@Nullable BigDecimal figure : row.measures().values()) {
      cells.add(figure == null ? null : figure.toPlainString());
    }
    cells.add(row.source());
    return cells;
  }
}
