package lambda.launcher.command;

import java.util.List;
import java.util.concurrent.Callable;
import lambda.launcher.console.Console;
import lambda.launcher.console.HourTable;
import lambda.launcher.stack.LocalStack;
import lambda.launcher.stack.StackHours;
import lambda.store.HourStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lambda hours`
@Command(
    name = "hours",
    description = {
      "List every hour of every stream, and how far it has come.",
      "An hour is open, closed, archived, recomputed, reconciled, and in the end sealed."
    },
    mixinStandardHelpOptions = true)
public final class HoursCommand implements Callable<Integer> {
  @Mixin private StackOptions options = new StackOptions();

  @Option(
      names = "--json",
      description = "A list of {stream, hour, state, records, deadLetters, differences}.")
  private boolean json;

  /// A row of `hours --json`. Stable: programs read it.
  record Row(
      String stream, String hour, String state, long records, long deadLetters, long differences) {}

  @Override
  public Integer call() {
    LocalStack stack = options.stack();
    List<HourStatus> hours = StackHours.list(stack);
    Console console = new Console(System.out);
    if (json) {
      console.json(
          hours.stream()
              .map(h ->
                  new Row(
                      h.stream(),
                      h.hour().toString(),
                      h.state().label(),
                      h.records(),
                      h.deadLetters(),
                      h.differences()))
              .toList());
    } else if (hours.isEmpty()) {
      console.line("No hour yet: no record has arrived. './lambda generator' sends some.");
    } else {
      HourTable.print(console, hours);
    }
    return 0;
  }
}
