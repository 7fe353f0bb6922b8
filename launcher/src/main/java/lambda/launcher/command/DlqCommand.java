package lambda.launcher.command;

import java.util.List;
import java.util.concurrent.Callable;
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
      "The workflow ReplayDeadLetters sends them again once they are mended (docs/COMMANDS.md)."
    },
    mixinStandardHelpOptions = true)
public final class DlqCommand implements Callable<Integer> {
  @Option(names = "--stream", paramLabel = "NAME", description = "Only this stream.")
  private @Nullable String stream;

  @Option(
      names = "--json",
      description = "A list of {stream, reason, count, first, last, partition, offset, sample}.")
  private boolean json;

  @Mixin private StackOptions options = new StackOptions();

  @Override
  public Integer call() {
    List<DeadLetterGroup> groups =
        BatchAccess.ask(
                options.stack(),
                stream,
                (batch, name) -> batch.deadLetters().byReason(batch.stream(name)))
            .stream()
            .flatMap(List::stream)
            .toList();
    Console console = new Console(System.out);
    if (json) {
      console.json(groups);
    } else if (groups.isEmpty()) {
      console.line("No dead letter in any archived hour.");
    } else {
      console.table(
          List.of("COUNT", "STREAM", "REASON", "FIRST AT", "SAMPLE"),
          groups.stream().map(DlqCommand::cells).toList());
    }
    return 0;
  }

  private static List<String> cells(DeadLetterGroup group) {
    String sample = group.sample().replaceAll("\\s+", " ");
    return List.of(
        Console.count(group.count()),
        group.stream(),
        group.reason(),
        "%d-%d".formatted(group.partition(), group.offset()),
        sample.length() > 60 ? sample.substring(0, 60) + "…" : sample);
  }
}
