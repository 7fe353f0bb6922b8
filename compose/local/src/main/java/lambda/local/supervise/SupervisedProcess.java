package lambda.local.supervise;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One process of the stack: starts it, watches it, restarts it whenever it dies, and stops it.
/// Thread-safe; driven by [Supervisor] alone.
final class SupervisedProcess {
  private static final Logger log = LoggerFactory.getLogger(SupervisedProcess.class);

  /// How often a first start is tried. A process that came up once is restarted forever.
  private static final int FIRST_STARTS = 5;

  private static final long MAX_LOG_BYTES = 16L << 20;

  private final ServerSpec spec;
  private final Home home;
  private final InstantSource clock;
  private final RestartDelay restarts = new RestartDelay();
  private volatile ServerState state = ServerState.STOPPED;
  private volatile @Nullable Process process;
  private boolean ended;
  private Instant startedAt = Instant.EPOCH;
  private volatile Instant nextLaunch = Instant.EPOCH;
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
        spec.stopSignal(),
        restarts.deaths(),
        state == ServerState.RESTARTING && alive.isEmpty() ? nextLaunch.toEpochMilli() : 0,
        state == ServerState.UP ? "" : lastProblem);
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
    TemporaryFolder.empty(spec.temporary());
    ProcessBuilder builder = new ProcessBuilder(command).directory(spec.folder().toFile());
    builder.environment().put("TMPDIR", spec.temporary().toString());
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
  /// too, but not forever: a server that was killed may hold its port or its memory a moment
  /// longer.
  private void died(Process dead) {
    process = null;
    isDown(
        "it ended with exit status %d; see %s".formatted(dead.exitValue(), home.log(spec.name())));
  }

  private void isDown(String problem) {
    Instant now = clock.instant();
    lastProblem = problem;
    nextLaunch = restarts.died(startedAt, now);
    if (state == ServerState.STARTING && restarts.deaths() >= FIRST_STARTS) {
      log.error("{} died {} times before it came up: {}", spec.title(), FIRST_STARTS, problem);
      state = ServerState.FAILED;
      return;
    }
    log.warn(
        "{} is down and will be restarted in {} ms: {} (deaths so far: {})",
        spec.title(),
        Duration.between(now, nextLaunch).toMillis(),
        problem,
        restarts.deaths());
    if (state != ServerState.STARTING) {
      state = ServerState.RESTARTING;
    }
  }

  private void relaunch() {
    try {
      launch(state);
    } catch (IOException e) {
      isDown("it cannot be started: " + e.getMessage());
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
