package lambda.launcher;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lambda up`
@Command(
    name = "up",
    description = "Start the platform: servers, speed layer, worker. Ctrl-C ends it.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  @Mixin private StackOptions stack = new StackOptions();

  @Option(
      names = {"-d", "--detach"},
      description = "Return once everything is up; 'lambda down' ends it.")
  private boolean detach;

  @Override
  public Integer call() throws Exception {
    Site site = stack.site();
    Console console = new Console(System.out);
    if (detach) {
      return new Detached(site, console).run("up");
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
