package lambda.local.supervise;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One process of the stack: starts it, watches it, restarts it when it dies, and stops it.
/// Thread-safe; driven by [Supervisor] alone.
final class SupervisedProcess {
  private static final Logger log = LoggerFactory.getLogger(SupervisedProcess.class);
  private static final int MAX_DEATHS = 5;
  private static final Duration DEATHS_WITHIN = Duration.ofMinutes(2);
  private static final Duration BACKOFF = Duration.ofMillis(500);
  private static final long MAX_LOG_BYTES = 16L << 20;

  private final ServerSpec spec;
  private final Home home;
  private final InstantSource clock;
  private final Deque<Instant> deaths = new ArrayDeque<>();
  private volatile ServerState state = ServerState.STOPPED;
  private volatile @Nullable Process process;
  private boolean ended;
  private Instant startedAt = Instant.EPOCH;
  private Instant nextLaunch = Instant.EPOCH;
  private volatile String lastProblem = "it has not answered yet";

  SupervisedProcess(ServerSpec spec, Home home, InstantSource clock) {
    this.spec = spec;
    this.home = home;
    this.clock = clock;
  }

  ServerSpec spec() {
    return spec;
  }

  ServerState state() {
    return state;
  }

  String lastProblem() {
    return lastProblem;
  }

  ServerStatus status() {
    Optional<ProcessHandle> alive =
        Optional.ofNullable(process).map(Process::toHandle).filter(ProcessHandle::isAlive);
    return new ServerStatus(
        spec.name(),
        spec.title(),
        state,
        alive.map(ProcessHandle::pid).orElse(0L),
        alive.map(Processes::startedAt).orElse(0L),
        spec.address(),
        spec.stopSignal());
  }

  /// Prepares and starts the process; does not wait for it to answer.
  synchronized void start() throws Exception {
    Files.createDirectories(spec.folder());
    Files.createDirectories(home.log(spec.name()).getParent());
    spec.prepare().run();
    launch(ServerState.STARTING);
  }

  private void launch(ServerState next) throws IOException {
    if (ended) {
      return;
    }
    Path logFile = home.log(spec.name());
    if (Files.exists(logFile) && Files.size(logFile) > MAX_LOG_BYTES) {
      Files.move(
          logFile,
          logFile.resolveSibling(spec.name() + ".log.1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    // In a separate session: Ctrl-C reaches only the supervisor, which stops all in order.
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(spec.command());
    ProcessBuilder builder = new ProcessBuilder(command).directory(spec.folder().toFile());
    builder.environment().putAll(spec.environment());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    startedAt = clock.instant();
    process = builder.start();
    state = next;
  }

  /// Checks the process once and acts on what it finds.
  synchronized void check() {
    switch (state) {
      case STARTING, UP, UNHEALTHY, RESTARTING -> {
        Process current = process;
        if (current != null && current.isAlive()) {
          probe();
        } else if (current != null) {
          died(current);
        } else if (!clock.instant().isBefore(nextLaunch)) {
          relaunch();
        }
      }
      case FAILED, STOPPED -> {}
    }
  }

  private void probe() {
    Optional<String> problem = spec.probe().problem();
    if (Thread.currentThread().isInterrupted()) {
      return; // the stack is being stopped, so the answer says nothing about the process
    }
    problem.ifPresent(text -> lastProblem = text);
    switch (state) {
      case STARTING, RESTARTING -> {
        if (problem.isEmpty()) {
          state = ServerState.UP;
        } else if (clock.instant().isAfter(startedAt.plus(spec.startLimit()))) {
          state = ServerState.UNHEALTHY;
        }
      }
      case UP, UNHEALTHY -> {
        ServerState now = problem.isEmpty() ? ServerState.UP : ServerState.UNHEALTHY;
        if (now != state) {
          log.warn("{} is {}: {}", spec.title(), now, problem.orElse("it answers again"));
        }
        state = now;
      }
      case FAILED, STOPPED -> {}
    }
  }

  /// Records a death and schedules a restart, a little later each time. A first start is repeated,
  /// too: a server that was killed may hold its port or its memory a moment longer.
  private void died(Process dead) {
    Instant now = clock.instant();
    deaths.addLast(now);
    deaths.removeIf(death -> death.isBefore(now.minus(DEATHS_WITHIN)));
    lastProblem =
        "it ended with exit status %d; its log is %s"
            .formatted(dead.exitValue(), home.log(spec.name()));
    process = null;
    if (deaths.size() >= MAX_DEATHS) {
      log.error("{} died {} times and is not restarted: {}", spec.title(), MAX_DEATHS, lastProblem);
      state = ServerState.FAILED;
      return;
    }
    log.warn("{} died and is restarted: {}", spec.title(), lastProblem);
    nextLaunch = now.plus(BACKOFF.multipliedBy(deaths.size() - 1));
    if (state != ServerState.STARTING) {
      state = ServerState.RESTARTING;
    }
  }

  private void relaunch() {
    try {
      launch(state);
    } catch (IOException e) {
      lastProblem = "it cannot be started: " + e.getMessage();
      state = ServerState.FAILED;
    }
  }

  /// Stops the process cleanly, or by force after its limit. It stays down.
  synchronized void stop() {
    Process current = process;
    ended = true;
    state = ServerState.STOPPED;
    if (current != null && current.isAlive()) {
      boolean clean = Processes.end(current.toHandle(), spec.stopSignal(), spec.stopLimit());
      if (!clean) {
        log.warn(
            "{} did not stop within {} ms and was killed",
            spec.title(),
            spec.stopLimit().toMillis());
      }
    }
  }
}
