package lambda.launcher.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lambda.launcher.stack.LocalStack;
import lambda.local.server.NativeTools;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;

/// `lambda temporal`
@Command(
    name = TemporalCommand.NAME,
    description = {
      "Run the Temporal CLI against the stack's Temporal server.",
      "Everything after the options below is passed on.",
      "Example: ./lambda temporal workflow list"
    })
public final class TemporalCommand implements Callable<Integer> {
  public static final String NAME = "temporal";

  @Mixin private StackOptions options = new StackOptions();

  @Parameters(
      paramLabel = "ARGUMENT",
      arity = "0..*",
      description = "Arguments of the Temporal CLI.")
  private List<String> arguments = new ArrayList<>();

  /// Passes everything from the Temporal CLI's first word on to it, including options such as
  /// `--version`.
  public static void passOn(CommandLine temporal) {
    temporal.setStopAtPositional(true).setUnmatchedOptionsArePositionalParams(true);
    temporal
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalStack stack = options.stack();
    List<String> command = new ArrayList<>();
    command.add(new NativeTools(stack.installation()).temporal().toString());
    command.addAll(arguments);
    ProcessBuilder temporal = new ProcessBuilder(command).inheritIO();
    // In the environment, since not every command of the CLI knows --address; if the user gives
    // one, it takes precedence.
    temporal.environment().put("TEMPORAL_ADDRESS", stack.temporal());
    return temporal.start().waitFor();
  }
}
