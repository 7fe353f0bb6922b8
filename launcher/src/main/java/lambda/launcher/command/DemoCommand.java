package lambda.launcher.command;

import java.util.List;
import java.util.concurrent.Callable;
import lambda.generator.ledger.Ledger;
import lambda.launcher.console.Console;
import lambda.launcher.demo.Demo;
import lambda.launcher.stack.DetachedStart;
import lambda.launcher.stack.LocalPlatform;
import lambda.launcher.stack.LocalStack;
import lambda.launcher.stack.ProductProcesses;
import lambda.launcher.stack.SettingsCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lambda demo`
@Command(
    name = "demo",
    description = {
      "Show the whole platform at work in a minute.",
      "Starts everything, sends three past hours of every stream, takes each hour through its",
      "Temporal workflow, compares the figures with what was sent, and keeps the generator running.",
      "Ctrl-C stops it. Exit status 1 if a figure differs."
    },
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  private static final String DETACHED = "--detached";

  @Mixin private StackOptions options = new StackOptions();

  @Option(
      names = {"-d", "--detach"},
      description = "Return once the figures are compared; './lambda down' stops the stack.")
  private boolean detach;

  @Option(
      names = DETACHED,
      hidden = true,
      description = "Set by --detach for the process that it starts.")
  private boolean detached;

  @Override
  public Integer call() throws InterruptedException {
    LocalStack stack = options.stack();
    Console console = new Console(System.out);
    SettingsCheck.check(stack);
    if (detach) {
      return new DetachedStart(stack, console).run("demo", DETACHED);
    }
    long began = System.nanoTime();
    Demo demo = new Demo(stack, console);
    try (LocalPlatform platform = new LocalPlatform(stack, console)) {
      console.line("Starting in " + stack.home().folder());
      platform.startServers();
      List<Ledger> ledgers = demo.load();
      platform.start(ProductProcesses.all(stack));
      boolean equal = demo.prove(ledgers);
      platform.start(List.of(demo.liveGenerator()));
      demo.printResult((System.nanoTime() - began) / 1e9, detached);
      if (!equal) {
        platform.problem("the figures do not equal what was sent");
      }
      platform.ready();
      platform.awaitEnd();
      return equal ? 0 : 1;
    }
  }
}
