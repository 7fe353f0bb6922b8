package lambda.launcher.command;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import lambda.batch.deadletter.DeadLetterGroup;
import lambda.launcher.console.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lambda dlq`
@Command(
    name = "dlq",
    description = {
      "List the dead letters of the archived hours by reason, the most frequent first.",
      "The workflow ReplayDeadLetters corrects them and sends them again (docs/COMMANDS.md)."
    },
    mixinStandardHelpOptions = true)
public final class DlqCommand implements Callable<Integer> {
  /// The maximum length of a reason and of a sample, so that the table fits 120 columns.
  private static final int WIDTH = 52;

  @Option(names = "--stream", paramLabel = "NAME", description = "Only this stream.")
  private @Nullable String stream;

  @Mixin private LimitOption limit = new LimitOption();

  @Option(
      names = "--json",
      description = "A list of {stream, reason, count, first, last, partition, offset, sample}.")
  private boolean json;

  @Mixin private StackOptions options = new StackOptions();

  @Override
  public Integer call() {
    List<DeadLetterGroup> groups =
        BatchAccess.query(
                options.stack(),
                stream,
                (batch, name) ->
                    limit.cut(
                        batch.deadLetters().byReason(batch.stream(name), limit.wanted()),
                        "%s most frequent reasons of " + name,
                        new Console(System.err)))
            .stream()
            .flatMap(List::stream)
            .toList();
    Console console = new Console(System.out);
    if (json) {
      console.json(groups);
    } else if (groups.isEmpty()) {
      console.line("No archived hour has dead letters.");
    } else {
      console.table(
          List.of("COUNT", "STREAM", "FIRST AT", "POSITION", "REASON, SAMPLE"),
          groups.stream().flatMap(DlqCommand::rows).toList());
    }
    return 0;
  }

  /// Two rows for each reason: side by side, reason and sample do not fit on a terminal.
  static Stream<List<String>> rows(DeadLetterGroup group) {
    return Stream.of(
        List.of(
            Console.count(group.count()),
            group.stream(),
            group.first(),
            "%d:%d".formatted(group.partition(), group.offset()),
            cut(group.reason())),
        List.of("", "", "", "", cut(group.sample())));
  }

  private static String cut(String text) {
    String line = text.isBlank() ? "(blank)" : text.replaceAll("\\s+", " ");
    return line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line;
  }
}
