package lambda.launcher;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import lambda.launcher.cli.Converters;
import lambda.launcher.cli.Failures;
import lambda.launcher.command.BenchCommand;
import lambda.launcher.command.DemoCommand;
import lambda.launcher.command.DlqCommand;
import lambda.launcher.command.DoctorCommand;
import lambda.launcher.command.DownCommand;
import lambda.launcher.command.GeneratorCommand;
import lambda.launcher.command.HoursCommand;
import lambda.launcher.command.LogsCommand;
import lambda.launcher.command.OpenCommand;
import lambda.launcher.command.QueryCommand;
import lambda.launcher.command.RunCommand;
import lambda.launcher.command.SqlCommand;
import lambda.launcher.command.StatusCommand;
import lambda.launcher.command.StreamsCommand;
import lambda.launcher.command.TemporalCommand;
import lambda.launcher.command.UpCommand;
import lambda.launcher.command.VerifyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The front command.
@Command(
    name = "lambda",
    description = {
      "Lambda: you define a view once, two layers compute it, and every hour is proven to agree.",
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
      OpenCommand.class,
      StreamsCommand.class,
      GeneratorCommand.class,
      QueryCommand.class,
      SqlCommand.class,
      HoursCommand.class,
      DlqCommand.class,
      VerifyCommand.class,
      LogsCommand.class,
      TemporalCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      RunCommand.class
    },
    footer = {"", "'./lambda COMMAND --help' explains a command. Start with './lambda demo'."})
public final class Lambda implements Runnable {
  private static final int HELP_WIDTH = 100;

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  public static void main(String[] args) {
    AtomicBoolean ending = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ending.set(true), "ending"));
    System.exit(commandLine(ending::get).execute(args));
  }

  /// @param ending whether the process was told to stop
  static CommandLine commandLine(BooleanSupplier ending) {
    Failures failures = new Failures(ending);
    CommandLine command =
        Converters.register(new CommandLine(new Lambda()))
            .setParameterExceptionHandler(failures)
            .setExecutionExceptionHandler(failures)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpWidth(HELP_WIDTH);
    TemporalCommand.passOn(
        Objects.requireNonNull(command.getSubcommands().get(TemporalCommand.NAME)));
    return command;
  }
}
