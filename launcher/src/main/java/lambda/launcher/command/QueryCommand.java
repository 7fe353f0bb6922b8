package lambda.launcher.command;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import lambda.core.config.Settings;
import lambda.core.definition.Streams;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.parse.StreamFiles;
import lambda.launcher.console.Console;
import lambda.launcher.stack.LocalStack;
import lambda.launcher.stack.ServerErrors;
import lambda.serving.Freshness;
import lambda.serving.ViewQuery;
import lambda.serving.ViewRow;
import lambda.store.Database;
import lambda.store.PostgresConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lambda query`
@Command(
    name = "query",
    description = {
      "Show the figures of a view, and as of when they hold.",
      "They are batch-exact where their hours are recomputed, and real-time elsewhere.",
      "Example: lambda query pageviews_per_minute --from 2026-11-21T04:00:00Z --key SW19"
    },
    mixinStandardHelpOptions = true)
public final class QueryCommand implements Callable<Integer> {
  /// So many windows up to now, where no span is asked for.
  private static final int USUAL_WINDOWS = 10;

  @Mixin private StackOptions options = new StackOptions();

  @Parameters(paramLabel = "VIEW", description = "A view declared in streams/.")
  private String view = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "First window (ISO-8601, UTC). Default: ten windows before --to.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Windows before this time. Default: now.")
  private @Nullable String to;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Only this key; the values of several fields are joined by '|'.")
  private @Nullable String key;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Only the N rows with the most of the view's first measure.")
  private int top = Integer.MAX_VALUE;

  @Option(names = "--json", description = "A list of {window, key, measures, source}.")
  private boolean json;

  /// A row of `query --json`. Stable: programs read it.
  record Row(
      String window, String key, Map<String, @Nullable BigDecimal> measures, String source) {}

  @Override
  public Integer call() {
    LocalStack stack = options.stack();
    Streams streams = StreamFiles.read(stack.streams());
    ViewDefinition definition = streams.view(view);
    Instant end = to == null ? Instant.now() : time("--to", to);
    Instant begin = from == null ? usualStart(definition, end) : time("--from", from);
    if (!begin.isBefore(end)) {
      throw LambdaException.badInput("--from %s is not before --to %s".formatted(begin, end));
    }
    PostgresConfig postgres = Settings.read(stack.environment(), PostgresConfig::from);
    return ServerErrors.postgres(
        stack,
        () -> {
          try (Database database = new Database(postgres, 1)) {
            List<ViewRow> rows =
                top(
                    definition,
                    new ViewQuery(database.jdbi())
                        .rows(definition, begin, end, Optional.ofNullable(key)));
            Freshness freshness = Freshness.of(database.jdbi(), streams.streamOf(view).name());
            print(definition, rows, freshness);
            return 0;
          }
        });
  }

  private static Instant usualStart(ViewDefinition definition, Instant end) {
    ChronoUnit unit =
        switch (definition.window()) {
          case MINUTE -> ChronoUnit.MINUTES;
          case HOUR -> ChronoUnit.HOURS;
          case DAY -> ChronoUnit.DAYS;
          case MONTH -> ChronoUnit.MONTHS;
        };
    return end.atOffset(ZoneOffset.UTC).minus(USUAL_WINDOWS, unit).toInstant();
  }

  private List<ViewRow> top(ViewDefinition definition, List<ViewRow> rows) {
    if (top == Integer.MAX_VALUE) {
      return rows;
    }
    String first = definition.measureColumns().getFirst();
    Comparator<ViewRow> byFirst =
        Comparator.comparing(
            row -> row.measures().get(first), Comparator.nullsFirst(Comparator.naturalOrder()));
    return rows.stream().sorted(byFirst.reversed()).limit(Math.max(0, top)).toList();
  }

  private void print(ViewDefinition definition, List<ViewRow> rows, Freshness freshness) {
    Console console = new Console(System.out);
    if (json) {
      console.json(
          rows.stream()
              .map(r -> new Row(r.window().toString(), r.key(), r.measures(), r.source()))
              .toList());
      return;
    }
    if (rows.isEmpty()) {
      console.line("No figures in that span.");
    } else {
      List<String> header = new ArrayList<>(List.of("WINDOW", "KEY"));
      header.addAll(definition.measureColumns());
      header.add("SOURCE");
      console.table(header, rows.stream().map(QueryCommand::cells).toList());
    }
    console.line("  " + freshness.sentence());
  }

  private static List<String> cells(ViewRow row) {
    List<String> cells = new ArrayList<>(List.of(row.window().toString(), row.key()));
    row.measures().values().forEach(value -> cells.add(Console.number(value)));
    cells.add(row.source());
    return cells;
  }

  private static Instant time(String option, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw LambdaException.badInput(
          "%s '%s' is no time; write it as 2026-11-21T04:00:00Z".formatted(option, text));
    }
  }
}
