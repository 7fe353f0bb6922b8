package lambda.launcher.command;

import java.util.List;
import lambda.launcher.cli.PositiveConverter;
import lambda.launcher.console.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--limit`, for commands whose answer may have any number of rows. A command asks for one row
/// more than it shows, and so knows whether there are more.
final class LimitOption {
  private static final int DEFAULT = 1_000;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = PositiveConverter.class,
      description = "At most N rows. Default: " + DEFAULT + ".")
  private @Nullable Integer limit;

  boolean isGiven() {
    return limit != null;
  }

  /// How many rows to ask for.
  long wanted() {
    return shown() + 1L;
  }

  private int shown() {
    return limit == null ? DEFAULT : limit;
  }

  /// The rows to show. If these are not all, says so, and how to see the others.
  ///
  /// @param rows at most [#wanted], in the order in which they are to be shown
  /// @param what what is shown, as in `latest %s hours`
  <T> List<T> cut(List<T> rows, String what, Console notes) {
    if (rows.size() <= shown()) {
      return rows;
    }
    notes.line(
        "Only the %s are shown; --limit N shows more"
            .formatted(what.formatted(Console.count(shown()))));
    return rows.subList(0, shown());
  }
}
