package lambda.launcher.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lambda.core.config.Settings;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.parse.StreamFiles;
import lambda.launcher.cli.PositiveConverter;
import lambda.launcher.console.Console;
import lambda.launcher.stack.LocalStack;
import lambda.launcher.stack.ServerErrors;
import lambda.serving.FigureRequest;
import lambda.serving.Freshness;
import lambda.serving.Gaps;
import lambda.serving.KeyText;
import lambda.serving.ViewQuery;
import lambda.serving.ViewRow;
import lambda.serving.WindowRange;
import lambda.store.Database;
import lambda.store.PostgresConfig;
import lambda.store.StoredDefinitions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lambda query`
@Command(
    name = "query",
    description = {
      "Show the figures of a view, and how current they are.",
      "A figure is batch-exact if every hour in it is recomputed, otherwise real-time.",
      "Example: ./lambda query pageviews_per_minute --from 2026-11-21T04:00:00Z --key SW19"
    },
    mixinStandardHelpOptions = true)
public final class QueryCommand implements Callable<Integer> {
  @Mixin private StackOptions options = new StackOptions();

  @Parameters(paramLabel = "VIEW", description = "A declared view; './lambda streams' lists them.")
  private String view = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "First window (ISO-8601, UTC). Default: ten windows before --to.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Windows before this time. Default: now.")
  private @Nullable Instant to;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = {
        "Only this key. Repeat the option for a key of several fields, or join the values by '|'.",
        "Write '(null)' for a field that is null."
      })
  private List<String> key = List.of();

  @Option(
      names = "--top",
      paramLabel = "N",
      converter = PositiveConverter.class,
      description = "Only the N rows with the greatest first measure.")
  private @Nullable Integer top;

  @Mixin private LimitOption limit = new LimitOption();

  @Option(names = "--json", description = "A list of {window, key, measures, source}.")
  private boolean json;

  @Override
  public Integer call() {
    if (top != null && limit.isGiven()) {
      throw LambdaException.badInput("--top and --limit cannot be combined");
    }
    LocalStack stack = options.stack();
    Streams streams = StreamFiles.read(stack.streams());
    ViewDefinition definition = streams.view(view);
    WindowRange range =
        WindowRange.of(
            definition.window(), Optional.ofNullable(from), Optional.ofNullable(to), Instant.now());
    Optional<List<@Nullable String>> only =
        key.isEmpty() ? Optional.empty() : Optional.of(KeyText.parse(definition, key));
    FigureRequest request = FigureRequest.of(definition, range, only);
    PostgresConfig postgres = Settings.read(stack.environment(), PostgresConfig::from);
    return ServerErrors.postgres(
        stack,
        () -> {
          try (Database database = new Database(postgres, 1)) {
            if (!new StoredDefinitions(database.jdbi()).holds(definition)) {
              throw LambdaException.badInput(
                  "view '%s' is declared, but the running stack started without it; restart the stack: '%s', then '%s'"
                      .formatted(view, stack.command("down"), stack.command("up")));
            }
            List<ViewRow> rows = rows(new ViewQuery(database.jdbi()), request);
            StreamDefinition stream = streams.streamOf(view);
            if (rows.stream().anyMatch(row -> row.source().equals(ViewRow.INCOMPLETE))) {
              Gaps.of(database.jdbi(), stream, definition)
                  .sentence()
                  .ifPresent(new Console(System.err)::line);
            }
            print(definition, rows, Freshness.of(database.jdbi(), stream.name()));
            return 0;
          }
        });
  }

  private List<ViewRow> rows(ViewQuery query, FigureRequest request) {
    return top == null
        ? limit.cut(query.first(request, limit.wanted()), "first %s rows", new Console(System.err))
        : query.top(request, request.view().measureColumns().getFirst(), top);
  }

  private void print(ViewDefinition definition, List<ViewRow> rows, Freshness freshness) {
    Console console = new Console(System.out);
    if (json) {
      console.json(rows);
      return;
    }
    if (rows.isEmpty()) {
      console.line("No figures in that range.");
    } else {
      List<String> header = new ArrayList<>(List.of("WINDOW", "KEY"));
      header.addAll(definition.measureColumns());
      header.add("SOURCE");
      console.table(header, rows.stream().map(QueryCommand::cells).toList());
      if (rows.stream().map(ViewRow::source).distinct().count() > 1) {
        console.line(
            "  SOURCE depends on when events arrived: a late one makes its window real-time for a while");
      }
    }
    console.line("  " + freshness.sentence());
  }

  private static List<String> cells(ViewRow row) {
    List<String> cells = new ArrayList<>(List.of(row.window().toString(), KeyText.of(row.key())));
    row.measures().values().forEach(value -> cells.add(Console.number(value)));
    cells.add(row.source());
    return cells;
  }
}
