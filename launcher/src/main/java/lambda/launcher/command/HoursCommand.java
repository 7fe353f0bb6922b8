package lambda.launcher.command;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lambda.core.parse.StreamFiles;
import lambda.launcher.console.Console;
import lambda.launcher.console.HourTable;
import lambda.launcher.stack.LocalStack;
import lambda.launcher.stack.StackHours;
import lambda.serving.hour.HourSummary;
import lambda.store.HourStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lambda hours`
@Command(
    name = "hours",
    description = {
      "List the latest hours of every stream and the state of each.",
      "An hour is open, closed, archived, recomputed, reconciled and finally sealed.",
      "'–' means not counted yet."
    },
    mixinStandardHelpOptions = true)
public final class HoursCommand implements Callable<Integer> {
  @Mixin private StackOptions options = new StackOptions();

  @Option(names = "--stream", paramLabel = "NAME", description = "Only this stream.")
  private @Nullable String stream;

  @Mixin private LimitOption limit = new LimitOption();

  @Option(
      names = "--json",
      description =
          "A list of {stream, hour, state, records, deadLetters, duplicates, differences, lost, waitsFor}.")
  private boolean json;

  @Override
  public Integer call() {
    LocalStack stack = options.stack();
    if (stream != null) {
      StreamFiles.read(stack.streams()).stream(stream);
    }
    List<HourStatus> hours =
        limit
            .cut(
                StackHours.latest(stack, Optional.ofNullable(stream), limit.wanted()),
                "latest %s hours",
                new Console(System.err))
            .stream()
            .sorted(Comparator.comparing(HourStatus::stream).thenComparing(HourStatus::hour))
            .toList();
    Console console = new Console(System.out);
    if (json) {
      console.json(hours.stream().map(HourSummary::of).toList());
    } else if (hours.isEmpty()) {
      console.line(
          "No record has arrived yet; '%s' sends some.".formatted(stack.command("generator")));
    } else {
      HourTable.print(console, hours);
    }
    return 0;
  }
}
