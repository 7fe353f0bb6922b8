package lambda.launcher.command;

import java.math.BigDecimal;
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
import lambda.launcher.cli.PositiveConverter;
import lambda.launcher.console.Console;
import lambda.launcher.stack.LocalStack;
import lambda.launcher.stack.ServerErrors;
import lambda.serving.Freshness;
import lambda.serving.ViewQuery;
import lambda.serving.ViewRow;
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
      "Show the figures of a view, and as of when they hold.",
      "A figure is batch-exact if every hour in it is recomputed, else real-time.",
      "Example: ./lambda query pageviews_per_minute --from 2026-11-21T04:00:00Z --key SW19"
    },
    mixinStandardHelpOptions = true)
public final class QueryCommand implements Callable<Integer> {
  /// How many windows are shown where no span is given.
  private static final int USUAL_WINDOWS = 10;

  @Mixin private StackOptions options = new StackOptions();

  @Parameters(paramLabel = "VIEW", description = "A view declared in streams/.")
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
      description = "Only this key; the values of several fields are joined by '|'.")
  private @Nullable String key;

  @Option(
      names = "--top",
      paramLabel = "N",
      converter = PositiveConverter.class,
      description = "Only the N rows with the greatest first measure.")
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
    Instant end = to == null ? Instant.now() : to;
    Instant begin = from == null ? usualStart(definition, end) : from;
    if (!begin.isBefore(end)) {
      throw LambdaException.badInput("--from %s is not before --to %s".formatted(begin, end));
    }
    checkKey(definition);
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

  private void checkKey(ViewDefinition definition) {
    int fields = definition.keyColumns().size();
    int given = key == null ? fields : key.split("\\|", -1).length;
    if (given < fields || (key != null && fields == 0)) {
      throw LambdaException.badInput(
          fields == 0
              ? "view '%s' has no key".formatted(view)
              : "--key '%s' has %d of the %d values of a key of '%s'; write %s"
                  .formatted(key, given, fields, view, String.join("|", definition.keyColumns())));
    }
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
    return rows.stream().sorted(byFirst.reversed()).limit(top).toList();
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
      console.line("No figures in that range.");
    } else {
      List<String> header = new ArrayList<>(List.of("WINDOW", "KEY"));
      header.addAll(definition.measureColumns());
      header.add("SOURCE");
      console.table(header, rows.stream().map(QueryCommand::cells).toList());
      if (rows.stream().map(ViewRow::source).distinct().count() > 1) {
        console.line(
            "  real-time: a late event is in an hour that is not recomputed yet, whatever its window");
      }
    }
    console.line("  " + freshness.sentence());
  }

  private static List<String> cells(ViewRow row) {
    List<String> cells = new ArrayList<>(List.of(row.window().toString(), row.key()));
    row.measures().values().forEach(value -> cells.add(Console.number(value)));
    cells.add(row.source());
    return cells;
  }
}
