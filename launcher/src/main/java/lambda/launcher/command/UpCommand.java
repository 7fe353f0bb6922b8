package lambda.launcher.command;

import java.util.List;
import java.util.concurrent.Callable;
import lambda.launcher.console.Console;
import lambda.launcher.stack.DetachedStart;
import lambda.launcher.stack.LocalPlatform;
import lambda.launcher.stack.LocalStack;
import lambda.launcher.stack.ProductProcesses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lambda up`
@Command(
    name = "up",
    description = "Start the platform: servers, speed layer, worker. Ctrl-C ends it.",
    mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
  @Mixin private StackOptions stack = new StackOptions();

  @Option(
      names = {"-d", "--detach"},
      description = "Return once everything is up; 'lambda down' ends it.")
  private boolean detach;

  @Override
  public Integer call() throws Exception {
    LocalStack site = stack.site();
    Console console = new Console(System.out);
    if (detach) {
      return new DetachedStart(site, console).run("up");
    }
    try (LocalPlatform platform = new LocalPlatform(site, console)) {
      console.line("Starting in " + site.home().folder());
      platform.startServers();
      platform.start(List.of(ProductProcesses.speedLayer(site), ProductProcesses.worker(site)));
      console.line("Lambda is up. Temporal UI: " + site.temporalUi());
      platform.ready();
      platform.awaitEnd();
    }
    return 0;
  }
}
