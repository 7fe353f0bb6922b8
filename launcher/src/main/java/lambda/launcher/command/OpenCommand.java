package lambda.launcher.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import lambda.launcher.console.Console;
import lambda.launcher.stack.LocalStack;
import lambda.local.server.NativeTools;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `lambda open`
@Command(
    name = "open",
    description = "Open the live page in the browser, or print its address where there is none.",
    mixinStandardHelpOptions = true)
public final class OpenCommand implements Callable<Integer> {
  @Mixin private StackOptions options = new StackOptions();

  @Override
  public Integer call() throws IOException {
    LocalStack stack = options.stack();
    Console console = new Console(System.out);
    console.line(stack.api());
    if (!stack.running()) {
      console.line("The stack is not running; '%s' starts it.".formatted(stack.command("up")));
      return 1;
    }
    Optional<Path> browser = hasScreen() ? opener() : Optional.empty();
    if (browser.isPresent()) {
      new ProcessBuilder(List.of(browser.get().toString(), stack.api()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    }
    return 0;
  }

  private static boolean hasScreen() {
    return System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
  }

  private static Optional<Path> opener() {
    return Stream.of("xdg-open", "open")
        .flatMap(name -> NativeTools.onPath(name).stream())
        .findFirst();
  }
}
