package lambda.local.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lambda.core.failure.LambdaException;

/// Runs a short command and waits for it to end.
final class ShortCommand {
  private ShortCommand() {}

  /// @param input its standard input
  /// @throws LambdaException with its output if it fails
  static void command(List<String> command, String input) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    // Ctrl-C stops it, too.
    Thread end = new Thread(process::destroy, "end of " + command.getFirst());
    Runtime.getRuntime().addShutdownHook(end);
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
      stdin.close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int status = process.waitFor();
      if (status != 0) {
        throw LambdaException.fatal(
            "%s ended with exit status %d: %s".formatted(command, status, output));
      }
      Runtime.getRuntime().removeShutdownHook(end);
    } finally {
      process.destroy();
    }
  }
}
