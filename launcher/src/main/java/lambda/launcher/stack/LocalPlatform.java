package lambda.launcher.stack;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import lambda.core.parse.StreamFiles;
import lambda.launcher.console.Console;
import lambda.local.server.EmbeddedStack;
import lambda.local.supervise.ServerSpec;
import lambda.local.supervise.ServerState;
import lambda.local.supervise.ServerStatus;
import lambda.local.supervise.Supervisor;

/// The whole platform on this machine, started in order and stopped when this process ends.
public final class LocalPlatform implements AutoCloseable {
  private static final Duration WATCH = Duration.ofMillis(100);

  private final LocalStack stack;
  private final Console console;
  private final Supervisor supervisor;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Set<String> announced = new HashSet<>();

  public LocalPlatform(LocalStack stack, Console console) {
    StreamFiles.read(stack.streams());
    this.stack = stack;
    this.console = console;
    supervisor = new Supervisor(stack.home(), stack.ports(), InstantSource.system());
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "shutdown"));
  }

  /// Starts the servers and prepares them.
  public void startServers() throws InterruptedException {
    start(EmbeddedStack.servers(stack.installation(), stack.home(), stack.ports()));
    List<String> notes = Setup.run(stack.environment()).notes();
    console.line("  ✓ schema, views, topics and bucket are ready");
    notes.forEach(note -> console.line("    " + note));
  }

  /// Starts processes and reports each as it comes up.
  public void start(List<ServerSpec> specs) throws InterruptedException {
    long began = System.nanoTime();
    Thread watcher = Thread.ofVirtual().start(() -> announce(began));
    try {
      supervisor.start(specs);
    } finally {
      watcher.interrupt();
      watcher.join();
    }
    announceOnce(began);
  }

  private void announce(long began) {
    try {
      while (true) {
        announceOnce(began);
        Thread.sleep(WATCH);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void announceOnce(long began) {
    for (ServerStatus server : supervisor.statuses()) {
      if (server.state() == ServerState.UP && announced.add(server.name())) {
        console.line(
            String.format(
                Locale.ROOT,
                "  ✓ %-14s %-44s %5.1f s",
                server.title(),
                server.address(),
                (System.nanoTime() - began) / 1e9));
      }
    }
  }

  /// Reports to commands that wait for the stack that its figures are wrong, although it runs.
  public void problem(String what) {
    supervisor.fail(what);
  }

  /// Reports to commands that wait for the stack that it is complete.
  public void ready() {
    supervisor.ready();
  }

  /// Waits until the platform is told to stop.
  public void awaitEnd() throws InterruptedException {
    closed.await();
  }

  /// On Ctrl-C, or when 'down' asks for it.
  private void stop() {
    if (closed.getCount() > 0) {
      console.line("Stopping …");
    }
    close();
  }

  @Override
  public void close() {
    supervisor.close();
    closed.countDown();
  }
}
