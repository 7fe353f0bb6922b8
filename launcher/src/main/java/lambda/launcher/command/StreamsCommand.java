package lambda.launcher.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lambda.core.config.Settings;
import lambda.core.definition.Measure;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.parse.StreamFiles;
import lambda.launcher.console.Console;
import lambda.launcher.stack.LocalStack;
import lambda.launcher.stack.ServerErrors;
import lambda.serving.catalog.StreamSummary;
import lambda.store.Database;
import lambda.store.PostgresConfig;
import lambda.store.StoredDefinitions;
import lambda.store.StoredDefinitions.Comparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lambda streams`
@Command(
    name = "streams",
    description = {
      "List the declared streams and their views, and check them.",
      "Reads the folder streams/ and shows every error with its file and line. If the stack is running,",
      "also compares the definitions with those that it was started with."
    },
    mixinStandardHelpOptions = true)
public final class StreamsCommand implements Callable<Integer> {
  @Mixin private StackOptions options = new StackOptions();

  @Option(
      names = "--json",
      description = {
        "A list of {stream, topic, partitions, fields, rules, rawSink,",
        "views: [{view, window, groupBy, measures}]}."
      })
  private boolean json;

  @Override
  public Integer call() {
    LocalStack stack = options.stack();
    Streams declared = StreamFiles.read(stack.streams());
    List<StreamDefinition> streams = declared.all();
    Console console = new Console(System.out);
    Optional<Comparison> comparison =
        stack.running() ? Optional.of(compare(stack, declared)) : Optional.empty();
    comparison
        .filter(c -> !c.conflicts().isEmpty())
        .ifPresent(c -> {
          throw LambdaException.badInput(c.conflicts(), stack.streams().toString());
        });
    if (json) {
      console.json(streams.stream().map(StreamSummary::of).toList());
      return 0;
    }
    for (StreamDefinition stream : streams) {
      print(console, stream);
    }
    console.line(
        "%d streams, %d views: no errors"
            .formatted(
                streams.size(), streams.stream().mapToInt(stream -> stream.views().size()).sum()));
    console.line(
        comparison
            .map(StreamsCommand::describe)
            .orElse(
                "No stack is running, so the definitions were not compared with those it was started with."));
    return 0;
  }

  private static Comparison compare(LocalStack stack, Streams declared) {
    PostgresConfig postgres = Settings.read(stack.environment(), PostgresConfig::from);
    return ServerErrors.postgres(
        stack,
        () -> {
          try (Database database = new Database(postgres, 1)) {
            return new StoredDefinitions(database.jdbi()).compare(declared);
          }
        });
  }

  static String describe(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    if (!comparison.added().isEmpty()) {
      lines.add(
          "New, created when the stack is restarted: " + String.join(", ", comparison.added()));
    }
    if (!comparison.removed().isEmpty()) {
      lines.add("No longer declared; their data stays: " + String.join(", ", comparison.removed()));
    }
    return lines.isEmpty()
        ? "The running stack has the same definitions."
        : String.join("\n", lines);
  }

  private static void print(Console console, StreamDefinition stream) {
    console.line(
        "%s  topic %s, %d partitions, %d fields, %d constraints%s"
            .formatted(
                stream.name(),
                stream.topic(),
                stream.partitions(),
                stream.fields().size(),
                stream.constraints().size(),
                stream.rawSink().map(sink -> ", raw events in " + sink).orElse("")));
    console.table(
        List.of("VIEW", "WINDOW", "GROUP BY", "MEASURES"),
        stream.views().stream().map(StreamsCommand::cells).toList());
    console.line("");
  }

  private static List<String> cells(ViewDefinition view) {
    return List.of(
        view.name(),
        view.window().unit(),
        String.join(", ", view.keyColumns()),
        String.join(", ", view.measures().stream().map(StreamsCommand::shown).toList()));
  }

  private static String shown(Measure measure) {
    return switch (measure) {
      case Measure.CountDistinct distinct -> "≈" + distinct.name();
      case Measure.Count _, Measure.Sum _, Measure.Min _, Measure.Max _, Measure.Quotient _ ->
          measure.name();
    };
  }
}
