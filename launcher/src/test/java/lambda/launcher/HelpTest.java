package lambda.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParseResult;

class HelpTest {
  static Stream<String> commands() {
    return Lambda.commandLine(() -> false).getSubcommands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelp(String command) {
    CommandLineRun run = CommandLineRun.of(command, "--help");

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("Usage: lambda " + command);
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 120);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theListOfCommandsDescribesEachWithAWholeSentence(String command) {
    String list = CommandLineRun.of("--help").out();

    assertThat(list.lines().filter(line -> line.strip().startsWith(command + " ")))
        .singleElement()
        .satisfies(line -> assertThat(line.strip()).endsWith("."));
  }

  @Test
  void argumentsAfterTemporalArePassedOn() {
    ParseResult temporal =
        Lambda.commandLine(() -> false)
            .parseArgs(
                "temporal", "--port-offset", "100", "workflow", "list", "--help", "-o", "json")
            .subcommand();

    assertThat(temporal.matchedPositionalValue(0, List.of()))
        .isEqualTo(List.of("workflow", "list", "--help", "-o", "json"));
    assertThat(temporal.isUsageHelpRequested()).isFalse();
  }
}
