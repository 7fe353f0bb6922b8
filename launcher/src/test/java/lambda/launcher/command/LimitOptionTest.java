package lambda.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import lambda.launcher.console.Console;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class LimitOptionTest {
  /// A command with the option.
  @Command
  static final class Numbers {
    @Mixin LimitOption limit = new LimitOption();
  }

  private final ByteArrayOutputStream notes = new ByteArrayOutputStream();

  private List<Long> shown(long rows, String... arguments) {
    Numbers numbers = new Numbers();
    new CommandLine(numbers).parseArgs(arguments);
    List<Long> wanted =
        LongStream.range(0, Math.min(rows, numbers.limit.wanted())).boxed().toList();
    return numbers.limit.cut(
        wanted,
        "first %s numbers",
        new Console(new PrintStream(notes, true, StandardCharsets.UTF_8)));
  }

  private String notes() {
    return notes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everythingIsShownWithoutANoteIfThereIsNoMore() {
    assertThat(shown(1_000)).hasSize(1_000);
    assertThat(shown(2, "--limit", "2")).containsExactly(0L, 1L);
    assertThat(notes()).isEmpty();
  }

  @Test
  void thatThereIsMoreIsSaid() {
    assertThat(shown(3, "--limit", "2")).containsExactly(0L, 1L);
    assertThat(notes())
        .isEqualToIgnoringNewLines("Only the first 2 numbers are shown; --limit N shows more");
  }

  @Test
  void defaultIsAThousand() {
    assertThat(shown(1_001)).hasSize(1_000);
    assertThat(notes()).startsWith("Only the first 1,000 numbers");
  }

  @Test
  void largestLimitIsPossible() {
    assertThat(shown(1, "--limit", "2147483647")).hasSize(1);
  }
}
