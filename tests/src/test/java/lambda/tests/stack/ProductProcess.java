package lambda.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lambda.local.server.Probes;
import org.jspecify.annotations.Nullable;

/// A process of the product, next to those of the stack, that a test starts, kills and starts
/// again. One thread.
public final class ProductProcess implements AutoCloseable {
  private final String part;
  private final Path folder;
  private final Map<String, String> settings = new HashMap<>();
  private @Nullable Process process;

  /// @param part the argument of `./lambda run`
  /// @param folder for its files and its log
  public ProductProcess(TestStack stack, String part, Path folder) {
    this.part = part;
    this.folder = folder;
    settings.putAll(stack.localStack().environment());
    settings.put("LAMBDA_WORK", folder.resolve("work").toString());
    settings.put("LAMBDA_LOG_TARGET", "System.err");
  }

  /// Changes a setting for the next start.
  public ProductProcess with(String name, String value) {
    settings.put(name, value);
    return this;
  }

  public void start() {
    settings.put("LAMBDA_HTTP_PORT", Integer.toString(freePort()));
    try {
      Files.createDirectories(folder);
      process =
          new Cli(TestStack.installation(), settings)
              .start(List.of("run", part), folder.resolve(part + ".log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /// Whether it says that it is well.
  public boolean isUp() {
    return isAlive()
        && Probes.http("http://127.0.0.1:%s/health".formatted(settings.get("LAMBDA_HTTP_PORT")))
            .problem()
            .isEmpty();
  }

  /// Kills the process without warning, as the kernel does; returns when it is dead.
  public void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().onExit().join();
      process = null;
    }
  }

  /// The folders in its scratch folder: its own, and those that killed processes left.
  public List<Path> leftBehind() {
    try (Stream<Path> found = Files.list(folder.resolve("work"))) {
      return found.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
