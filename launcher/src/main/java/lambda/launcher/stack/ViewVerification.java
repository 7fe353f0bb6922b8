package lambda.launcher.stack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import lambda.batch.BatchConfig;
import lambda.batch.BatchLayer;
import lambda.batch.compute.AggregatedVerifier;
import lambda.core.config.Settings;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import lambda.serving.FigureDifference;
import lambda.serving.SearchQuery;
import lambda.serving.SearchVerifier;
import lambda.store.Database;
import lambda.store.PostgresConfig;

/// Compares every view in Elasticsearch and on S3 with Postgres.
public final class ViewVerification {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int SHOWN = 20;

  private final LocalStack stack;

  public ViewVerification(LocalStack stack) {
    this.stack = stack;
  }

  /// How a view compares.
  ///
  /// @param figures the rows of the serving view
  /// @param changing the rows that changed whenever they were compared
  /// @param hours how many sealed hours were compared with `aggregated/`
  /// @param differences the number of rows that differ anywhere
  /// @param examples the first of them, one line each
  public record ViewReport(
      String stream,
      String view,
      long figures,
      long changing,
      long hours,
      long differences,
      List<String> examples) {
    public boolean equal() {
      return differences == 0 && examples.isEmpty();
    }
  }

  /// @param streams only these
  /// @param progress takes a line for each view
  public List<ViewReport> run(List<StreamDefinition> streams, Consumer<String> progress) {
    BatchConfig batchConfig = Settings.read(stack.environment(), BatchConfig::from);
    PostgresConfig postgres = Settings.read(stack.environment(), PostgresConfig::from);
    InstantSource clock = InstantSource.system();
    try (Database database = new Database(postgres, 2);
        SearchQuery search = new SearchQuery(stack.elasticsearch());
        BatchLayer batch = new BatchLayer(batchConfig, clock)) {
      SearchVerifier verifier = new SearchVerifier(database.jdbi(), search, clock, PATIENCE);
      List<ViewReport> reports = new ArrayList<>();
      for (StreamDefinition stream : streams) {
        for (ViewDefinition view : stream.views()) {
          progress.accept(view.name());
          reports.add(report(stream, view, verifier, batch.aggregated(), clock));
        }
      }
      return reports;
    }
  }

  /// Tries again for a while, since an index may be replaced while it is being read.
  private static SearchVerifier.Report verify(
      ViewDefinition view, SearchVerifier search, InstantSource clock) {
    Instant end = clock.instant().plus(PATIENCE);
    while (true) {
      try {
        return search.verify(view, SHOWN);
      } catch (LambdaException e) {
        if (e.category() != Category.RETRY || clock.instant().isAfter(end)) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LambdaException.fatal("interrupted");
    }
  }

  private static ViewReport report(
      StreamDefinition stream,
      ViewDefinition view,
      SearchVerifier search,
      AggregatedVerifier aggregated,
      InstantSource clock) {
    AggregatedVerifier.Report files = aggregated.verify(stream, view, SHOWN);
    SearchVerifier.Report documents;
    List<String> problems = List.of();
    try {
      documents = verify(view, search, clock);
    } catch (LambdaException e) {
      if (e.category() != Category.RETRY) {
        throw e;
      }
      documents = new SearchVerifier.Report(0, 0, 0, List.of());
      problems = List.of(String.valueOf(e.getMessage()));
    }
    List<String> examples =
        Stream.of(
                problems.stream(),
                documents.examples().stream()
                    .map(FigureDifference::sentence)
                    .map("Elasticsearch: "::concat),
                files.examples().stream())
            .flatMap(lines -> lines)
            .limit(SHOWN)
            .toList();
    return new ViewReport(
        stream.name(),
        view.name(),
        documents.figures(),
        documents.changing(),
        files.hours(),
        documents.differences() + files.differences(),
        examples);
  }
}
