package lambda.launcher;

import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import lambda.launcher.command.BenchCommand;
import lambda.launcher.command.DemoCommand;
import lambda.launcher.command.DlqCommand;
import lambda.launcher.command.DoctorCommand;
import lambda.launcher.command.DownCommand;
import lambda.launcher.command.GeneratorCommand;
import lambda.launcher.command.HoursCommand;
import lambda.launcher.command.LogsCommand;
import lambda.launcher.command.QueryCommand;
import lambda.launcher.command.RunCommand;
import lambda.launcher.command.StatusCommand;
import lambda.launcher.command.StreamsCommand;
import lambda.launcher.command.UpCommand;
import lambda.launcher.command.VerifyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/// The front command.
@Command(
    name = "lambda",
    description = {
      "Lambda: one definition of a view, two layers that compute it, and a proof, hour by hour, that they agree.",
      ""
    },
    mixinStandardHelpOptions = true,
    version = "lambda 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      StreamsCommand.class,
      GeneratorCommand.class,
      QueryCommand.class,
      HoursCommand.class,
      DlqCommand.class,
      VerifyCommand.class,
      LogsCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      RunCommand.class
    },
    footer = {"", "'lambda COMMAND --help' tells more about a command. Begin with 'lambda demo'."})
public final class Lambda implements Runnable {

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Lambda())
            .setExecutionExceptionHandler((e, commandLine, _) -> report(e, commandLine))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(args));
  }

  /// Failures that a user can act on end in one message; all others are bugs and show where.
  private static int report(Exception e, CommandLine commandLine) {
    if (e instanceof LambdaException failure) {
      commandLine.getErr().println("lambda: " + failure.getMessage());
      return failure.category() == Category.BAD_INPUT ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }
    if (e instanceof InterruptedException) {
      return 130;
    }
    e.printStackTrace(commandLine.getErr());
    return ExitCode.SOFTWARE;
  }
}
