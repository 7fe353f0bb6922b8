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
import java.util.concurrent.atomic.AtomicBoolean;
import lambda.core.failure.LambdaException;
import lambda.launcher.console.Console;
import lambda.local.supervise.StackState;

/// Runs a command of this launcher in a process that outlives this one, and shows its output until
/// its stack is ready.
public final class DetachedStart {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final int HEAP_MEGABYTES = 256;

  private final LocalStack stack;
  private final Console console;

  public DetachedStart(LocalStack stack, Console console) {
    this.stack = stack;
    this.console = console;
  }

  /// @param command of the launcher, with its options except those that name the stack
  /// @return the exit status
  public int run(String... command) throws InterruptedException {
    if (stack.running()) {
      throw LambdaException.badInput(
          "a stack is already running in %s; stop it with '%s', or choose another --home and --port-offset"
              .formatted(stack.home().folder(), stack.command("down")));
    }
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(
        List.of(
            "--home",
            stack.home().folder().toString(),
            "--port-offset",
            Integer.toString(stack.ports().offset())));
    Path log = stack.home().log("supervisor");
    List<String> line = new ArrayList<>(List.of("setsid"));
    line.addAll(
        ProductProcesses.command(stack, "supervisor", HEAP_MEGABYTES, List.of(), arguments));
    try {
      Files.createDirectories(log.getParent());
      Files.deleteIfExists(log);
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      AtomicBoolean following = new AtomicBoolean(true);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> left(following.get()), "left"));
      try {
        return follow(process, log);
      } finally {
        following.set(false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the stack in the background", e);
    }
  }

  /// On Ctrl-C: the stack runs in a separate session and is not interrupted.
  private void left(boolean following) {
    if (following) {
      console.line(
          "The stack continues to start in the background: '%s' shows it, '%s' stops it."
              .formatted(stack.command("status"), stack.command("down")));
    }
  }

  private int follow(Process process, Path log) throws IOException, InterruptedException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      while (true) {
        boolean ended = !process.isAlive();
        Optional<StackState> ready = ready(process.pid());
        copy(file);
        if (ready.isPresent()) {
          return ready.get().problem().isEmpty() ? 0 : 1;
        }
        if (ended) {
          return process.exitValue();
        }
        Thread.sleep(LOOK_EVERY);
      }
    }
  }

  private Optional<StackState> ready(long pid) {
    return StackState.read(stack.home()).filter(state -> state.pid() == pid && state.ready());
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
