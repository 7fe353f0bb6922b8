package lambda.launcher.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lambda.core.config.Settings;
import lambda.core.definition.Measure;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import lambda.generator.ledger.Ledger;
import lambda.launcher.stack.LocalStack;
import lambda.serving.SearchQuery;
import lambda.serving.ViewQuery;
import lambda.serving.ViewRow;
import lambda.serving.WindowRange;
import lambda.store.Database;
import lambda.store.PostgresConfig;
import org.jspecify.annotations.Nullable;

/// Compares what the platform answers with what the generator sent: every view of a stream, figure
/// by figure, exactly. Only a distinct count beyond what its sketch counts exactly may be off, by
/// five standard errors.
public final class LedgerCheck implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final WindowRange EVER =
      new WindowRange(Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("9999-12-31T00:00:00Z"));
  private static final int SHOWN = 3;

  /// Which store is queried.
  public enum Where {
    SERVING,
    ELASTICSEARCH
  }

  /// How answers and ledger compare; a figure is one measure of one window and key.
  ///
  /// @param differences the first few, as text
  public record Outcome(
      long expectedFigures, long foundFigures, long different, List<String> differences) {
    public boolean equal() {
      return different == 0;
    }
  }

  private final Ledger ledger;
  private final Map<Figure, Optional<BigDecimal>> expected = new HashMap<>();
  private final Database database;
  private final SearchQuery search;

  public LedgerCheck(LocalStack stack, Ledger ledger) {
    this.ledger = ledger;
    for (ViewDefinition view : ledger.stream().views()) {
      for (var window : ledger.figures(view.name()).entrySet()) {
        for (var key : window.getValue().entrySet()) {
          enter(expected, view.name(), window.getKey(), key.getKey(), key.getValue());
        }
      }
    }
    database = new Database(Settings.read(stack.environment(), PostgresConfig::from), 1);
    search = new SearchQuery(stack.elasticsearch());
  }

  private static void enter(
      Map<Figure, Optional<BigDecimal>> figures,
      String view,
      Instant window,
      List<@Nullable String> key,
      Map<String, @Nullable BigDecimal> measures) {
    measures.forEach((measure, value) ->
        figures.put(new Figure(view, window, key, measure), Optional.ofNullable(value)));
  }

  /// Queries until the answer equals the ledger, for a minute and a half at most: a new stack
  /// creates its indices one after another. A server that does not answer yet is queried again.
  public Outcome await(Where where) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      try {
        Outcome outcome = compare(where);
        if (outcome.equal()) {
          return outcome;
        }
      } catch (LambdaException e) {
        if (e.category() != Category.RETRY) {
          throw e;
        }
      }
      Thread.sleep(LOOK_EVERY);
    }
    return compare(where);
  }

  /// Queries once.
  public Outcome compare(Where where) {
    Map<Figure, Optional<BigDecimal>> found = new HashMap<>();
    for (ViewDefinition view : ledger.stream().views()) {
      for (ViewRow row : rows(view, where)) {
        enter(found, view.name(), row.window(), row.key(), row.measures());
      }
    }
    List<String> differences = Figure.differences(expected, found, this::estimated);
    return new Outcome(
        expected.size(),
        found.size(),
        differences.size(),
        List.copyOf(differences.subList(0, Math.min(SHOWN, differences.size()))));
  }

  private List<ViewRow> rows(ViewDefinition view, Where where) {
    return switch (where) {
      case SERVING -> new ViewQuery(database.jdbi()).rows(view, EVER, Optional.empty());
      case ELASTICSEARCH -> search.rows(view);
    };
  }

  private boolean estimated(Figure figure) {
    return ledger.stream().views().stream()
        .filter(view -> view.name().equals(figure.view()))
        .flatMap(view -> view.measures().stream())
        .anyMatch(measure ->
            measure instanceof Measure.CountDistinct && measure.name().equals(figure.measure()));
  }

  @Override
  public void close() {
    database.close();
    search.close();
  }
}
