package lambda.local.supervise;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lambda.core.failure.LambdaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the processes of one home: starts them, keeps them alive, stops them in reverse order, and
/// writes their state to [Home#stateFile]. A home has at most one supervisor. Thread-safe.
public final class Supervisor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration STARTING_TICK = Duration.ofMillis(100);
  private static final Duration WATCHING_TICK = Duration.ofSeconds(1);

  private final Home home;
  private final Ports ports;
  private final InstantSource clock;
  private final HomeLock lock;
  private final List<SupervisedProcess> children = new ArrayList<>();
  private final ExecutorService watcher =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("supervisor").daemon().factory());
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private boolean ready;
  private volatile boolean closed;
  private String problem = "";

  /// Takes the home's lock, stops what a killed supervisor left running, and checks the ports.
  ///
  /// @throws LambdaException if the home is in use, or a port is taken
  public Supervisor(Home home, Ports ports, InstantSource clock) {
    this.home = home;
    this.ports = ports;
    this.clock = clock;
    lock = HomeLock.take(home);
    try {
      OrphanProcesses.end(home);
      PortCheck.refuseTaken(ports);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
    watcher.execute(this::watch);
  }

  /// Starts processes in parallel and returns when all of them answer.
  ///
  /// @throws LambdaException naming the first that fails, and its log
  public void start(List<ServerSpec> specs) throws InterruptedException {
    List<SupervisedProcess> started =
        specs.stream().map(spec -> new SupervisedProcess(spec, home, clock)).toList();
    synchronized (this) {
      children.addAll(started);
    }
    List<Future<?>> pending = new ArrayList<>();
    for (SupervisedProcess child : started) {
      pending.add(workers.submit(() -> bringUp(child)));
    }
    for (Future<?> future : pending) {
      try {
        future.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof LambdaException failure) {
          fail(String.valueOf(failure.getMessage()));
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  private void bringUp(SupervisedProcess child) {
    ServerSpec spec = child.spec();
    try {
      child.start();
      save(); // from here on a killed supervisor's successor finds the process
      while (true) {
        child.check();
        save();
        switch (child.state()) {
          case UP -> {
            log.info("{} is up at {}", spec.title(), spec.address());
            return;
          }
          case FAILED, UNHEALTHY, STOPPED ->
              throw LambdaException.fatal(
                  "%s did not come up: %s (log: %s)"
                      .formatted(spec.title(), child.lastProblem(), home.log(spec.name())));
          case STARTING, RESTARTING -> Thread.sleep(STARTING_TICK);
        }
      }
    } catch (LambdaException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LambdaException.fatal(spec.title() + " was interrupted while it started");
    } catch (Exception e) {
      throw LambdaException.fatal("%s cannot be started: %s".formatted(spec.title(), e));
    }
  }

  /// Marks the stack as complete, for commands that wait for it.
  public void ready() {
    synchronized (this) {
      ready = true;
    }
    save();
  }

  /// Records why the stack gives up.
  public void fail(String why) {
    synchronized (this) {
      problem = why;
    }
    save();
  }

  /// The processes, in the order they were started.
  public synchronized List<ServerStatus> statuses() {
    return children.stream().map(SupervisedProcess::status).toList();
  }

  private void watch() {
    try {
      while (!closed) {
        watchOnce();
        Thread.sleep(WATCHING_TICK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watchOnce() {
    try {
      watched().forEach(SupervisedProcess::check);
      save();
    } catch (RuntimeException e) {
      log.error("supervision failed with an internal error; it continues", e);
    }
  }

  /// The processes that came up; until then [#bringUp] looks after them.
  private synchronized List<SupervisedProcess> watched() {
    return children.stream().filter(child -> child.state() != ServerState.STARTING).toList();
  }

  private synchronized void save() {
    ProcessHandle self = ProcessHandle.current();
    new StackState(
            self.pid(), Processes.startedAt(self), ports.offset(), ready, problem, statuses())
        .write(home);
  }

  /// Stops every process, the last started first. Safe to call twice.
  @Override
  public void close() {
    List<SupervisedProcess> running;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      ready = false;
      running = new ArrayList<>(children).reversed();
    }
    watcher.shutdownNow();
    workers.shutdownNow();
    for (SupervisedProcess child : running) {
      child.stop();
      log.info("{} has stopped", child.spec().title());
    }
    save();
    lock.close();
  }
}
