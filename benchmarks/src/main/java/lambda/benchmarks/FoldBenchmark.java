package lambda.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import lambda.core.definition.StreamDefinition;
import lambda.core.parse.StreamFiles;
import lambda.launcher.console.Console;
import lambda.local.server.JavaCommand;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs [EventBenchmark] for every stream and prints a table: events a second on one thread,
/// compared with the JSON parser alone. JMH measures each in a separate JVM.
public final class FoldBenchmark {
  private static final int WARMUPS = 2;
  private static final int ROUNDS = 5;
  private static final TimeValue ROUND = TimeValue.seconds(1);
  private static final List<String> HEADER =
      List.of("STREAM", "VIEWS", "PARSED/S", "DECODED/S", "DECODED AND FOLDED/S", "RATIO");

  private final Path folder;
  private final Console console = new Console(System.out);

  private FoldBenchmark(Path folder) {
    this.folder = folder;
  }

  /// @param args the folder of the streams
  public static void main(String[] args) throws RunnerException {
    new FoldBenchmark(Path.of(args[0])).run();
  }

  private void run() throws RunnerException {
    List<List<String>> rows = new ArrayList<>();
    for (StreamDefinition stream : StreamFiles.read(folder).all()) {
      console.line("  measuring " + stream.name());
      rows.add(row(stream, eventsPerSecond(stream)));
    }
    console.table(HEADER, rows);
    console.line(
        "  Events a second on one thread, the mean of %d rounds of %s. Ratio: decoded and folded to parsed."
            .formatted(ROUNDS, ROUND));
  }

  /// The score of each benchmark, by the name of its method.
  private Map<String, Double> eventsPerSecond(StreamDefinition stream) throws RunnerException {
    var options =
        new OptionsBuilder()
            .include(EventBenchmark.class.getName())
            .param("folder", folder.toString())
            .param("stream", stream.name())
            .mode(Mode.Throughput)
            .forks(1)
            .warmupIterations(WARMUPS)
            .warmupTime(ROUND)
            .measurementIterations(ROUNDS)
            .measurementTime(ROUND)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .jvmArgs("-Xmx512m", "-XX:+UseSerialGC", "-Duser.timezone=UTC")
            .jvmArgsAppend(JavaCommand.ACCESS.toArray(String[]::new))
            .build();
    return new Runner(options)
        .run().stream()
            .map(result -> result.getPrimaryResult())
            .collect(Collectors.toMap(result -> result.getLabel(), result -> result.getScore()));
  }

  private static List<String> row(StreamDefinition stream, Map<String, Double> scores) {
    double parsed = scores.getOrDefault("parse", Double.NaN);
    double folded = scores.getOrDefault("decodeAndFold", Double.NaN);
    return List.of(
        stream.name(),
        Integer.toString(stream.views().size()),
        Console.count((long) parsed),
        Console.count(scores.getOrDefault("decode", Double.NaN).longValue()),
        Console.count((long) folded),
        String.format(Locale.ROOT, "%.2f", folded / parsed));
  }
}
