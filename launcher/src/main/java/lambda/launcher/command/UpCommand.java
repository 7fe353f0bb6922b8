package lambda.launcher.command;

import java.util.concurrent.Callable;
import lambda.launcher.console.Console;
import lambda.launcher.stack.DetachedStart;
import lambda.launcher.stack.LocalPlatform;
import lambda.launcher.stack.LocalStack;
import lambda.launcher.stack.ProductProcesses;
import lambda.launcher.stack.SettingsCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lambda up`
@Command(
    name = "up",
    description = "Start the stack: servers, speed layer, worker, API and page. Ctrl-C stops it.",
    mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
  @Mixin private StackOptions options = new StackOptions();

  @Option(
      names = {"-d", "--detach"},
      description = "Return once everything is up; './lambda down' stops it.")
  private boolean detach;

  @Override
  public Integer call() throws Exception {
    LocalStack stack = options.stack();
    Console console = new Console(System.out);
    SettingsCheck.check(stack);
    if (detach) {
      return new DetachedStart(stack, console).run("up");
    }
    try (LocalPlatform platform = new LocalPlatform(stack, console)) {
      console.line("Starting in " + stack.home().folder());
      platform.startServers();
      platform.start(ProductProcesses.all(stack));
      console.line("Lambda is up: %s. Temporal UI: %s".formatted(stack.api(), stack.temporalUi()));
      platform.ready();
      platform.awaitEnd();
    }
    return 0;
  }
}
