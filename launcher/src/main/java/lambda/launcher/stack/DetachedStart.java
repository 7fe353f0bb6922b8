package lambda.launcher.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lambda.launcher.console.Console;
import lambda.local.supervise.StackState;

/// Runs a command of this launcher in a process that outlives this one, and shows what it says
/// until its stack is ready.
public final class DetachedStart {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final int HEAP_MEGABYTES = 256;

  private final LocalStack stack;
  private final Console console;

  public DetachedStart(LocalStack stack, Console console) {
    this.stack = stack;
    this.console = console;
  }

  /// @param command of the launcher that takes no options but which stack it is about
  /// @return the exit status
  public int run(String command) throws InterruptedException {
    List<String> arguments =
        List.of(
            command,
            "--home",
            stack.home().folder().toString(),
            "--port-offset",
            Integer.toString(stack.ports().offset()));
    Path log = stack.home().log("supervisor");
    List<String> line = new ArrayList<>(List.of("setsid"));
    line.addAll(ProductProcesses.command(stack, "supervisor", HEAP_MEGABYTES, arguments));
    try {
      Files.createDirectories(log.getParent());
      Files.deleteIfExists(log);
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      return follow(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a process of its own for the stack", e);
    }
  }

  private int follow(Process process, Path log) throws IOException, InterruptedException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      while (true) {
        boolean ended = !process.isAlive();
        boolean ready = ready(process.pid());
        copy(file);
        if (ready) {
          return 0;
        }
        if (ended) {
          return process.exitValue();
        }
        Thread.sleep(LOOK_EVERY);
      }
    }
  }

  private boolean ready(long pid) {
    Optional<StackState> state = StackState.read(stack.home());
    return state.isPresent() && state.get().pid() == pid && state.get().ready();
  }

  private void copy(RandomAccessFile file) throws IOException {
    long available = file.length() - file.getFilePointer();
    if (available > 0) {
      byte[] bytes = new byte[(int) available];
      file.readFully(bytes);
      console.line(new String(bytes, StandardCharsets.UTF_8).stripTrailing());
    }
  }
}
