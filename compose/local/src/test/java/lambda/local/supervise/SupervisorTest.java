package lambda.local.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;
  private Home home = new Home(Path.of("."));
  private Ports ports = new Ports(0);

  @BeforeEach
  void useAFreshHome() {
    home = new Home(folder);
    ports = new Ports(21_000);
  }

  private ServerSpec shell(String name, String script) {
    return ServerSpec.of(
        name,
        name,
        "nowhere",
        home.data(name),
        () -> {},
        List.of("sh", "-c", script),
        Map.of(),
        Optional::empty);
  }

  private Supervisor supervisor() {
    return new Supervisor(home, ports, InstantSource.system());
  }

  private static ServerStatus only(Supervisor supervisor) {
    return supervisor.statuses().getFirst();
  }

  @Test
  void startsAProcessInItsFolderWithItsLogAndEndsItOnClose() throws InterruptedException {
    long pid;
    try (Supervisor supervisor = supervisor()) {
      supervisor.start(List.of(shell("echo", "pwd; exec sleep 60")));
      pid = only(supervisor).pid();
      assertThat(only(supervisor).state()).isEqualTo(ServerState.UP);
      assertThat(Processes.residentBytes(pid)).isPositive();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(home.log("echo"))
                  .content()
                  .contains(home.data("echo").toRealPath().toString()));
    }
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void deadProcessIsStartedAgain() throws InterruptedException {
    try (Supervisor supervisor = supervisor()) {
      supervisor.start(List.of(shell("sleeper", "exec sleep 60")));
      long first = only(supervisor).pid();

      ProcessHandle.of(first).orElseThrow().destroyForcibly();

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            assertThat(only(supervisor).pid()).isNotEqualTo(first).isPositive();
            assertThat(only(supervisor).state()).isEqualTo(ServerState.UP);
          });
    }
  }

  @Test
  void whatAKilledProcessLeftInItsTemporaryFolderIsDeletedBeforeTheNextStart()
      throws InterruptedException {
    ServerSpec spec = shell("leaver", "mkdir $TMPDIR/d && touch $TMPDIR/d/$$ && exec sleep 60");
    try (Supervisor supervisor = supervisor()) {
      supervisor.start(List.of(spec));
      Path first = spec.temporary().resolve("d/" + only(supervisor).pid());
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(first).exists());

      ProcessHandle.of(only(supervisor).pid()).orElseThrow().destroyForcibly();

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(spec.temporary().resolve("d/" + only(supervisor).pid())).exists());
      assertThat(first).doesNotExist();
    }
  }

  @Test
  void processThatNeverComesUpIsNamedWithItsLog() throws InterruptedException {
    try (Supervisor supervisor = supervisor()) {
      ServerSpec broken =
          ServerSpec.of(
              "broken",
              "The broken one",
              "nowhere",
              home.data("broken"),
              () -> {},
              List.of("sh", "-c", "exit 3"),
              Map.of(),
              () -> Optional.of("not yet"));

      assertThatThrownBy(() -> supervisor.start(List.of(broken)))
          .isInstanceOf(LambdaException.class)
          .hasMessageContaining("The broken one did not come up")
          .hasMessageContaining("exit status 3")
          .hasMessageContaining(home.log("broken").toString());
      assertThat(StackState.read(home).orElseThrow().problem()).contains("The broken one");
    }
  }

  @Test
  void processThatKeepsDyingIsNeverLeftDownAndTheStatusShowsDeathsAndTheNextTry()
      throws IOException {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-24T10:00:00Z"));
    Path alive = home.data("flapping").resolve("alive");
    Files.createDirectories(alive.getParent());
    Files.writeString(alive, "");
    ServerSpec flapping = shell("flapping", "if [ -e alive ]; then exec sleep 60; else exit 7; fi");
    SupervisedProcess process = new SupervisedProcess(flapping, home, now::get);
    try {
      start(process);
      Files.delete(alive);
      ProcessHandle.of(process.status().pid()).orElseThrow().destroyForcibly();
      for (int deaths = 1; deaths <= 12; deaths++) {
        ServerStatus down = downAfter(process, deaths);
        assertThat(down.state()).isEqualTo(ServerState.RESTARTING);
        assertThat(down.problem()).contains("exit status");
        assertThat(Instant.ofEpochMilli(down.nextStart()))
            .isBetween(now.get(), now.get().plus(RestartDelay.LONGEST));
        now.set(Instant.ofEpochMilli(down.nextStart()));
        if (deaths == 12) {
          Files.writeString(alive, "");
        }
        process.check(); // starts it again
      }
      process.check();
      assertThat(process.status())
          .returns(ServerState.UP, ServerStatus::state)
          .returns(12, ServerStatus::deaths)
          .returns(0L, ServerStatus::nextStart)
          .returns("", ServerStatus::problem);
    } finally {
      process.stop();
    }
  }

  private static void start(SupervisedProcess process) throws IOException {
    try {
      process.start();
    } catch (Exception e) {
      throw new IOException(e);
    }
    process.check();
    assertThat(process.state()).isEqualTo(ServerState.UP);
  }

  private static ServerStatus downAfter(SupervisedProcess process, int deaths) {
    return await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              if (process.status().pid() == 0) {
                process.check();
              }
              return process.status();
            },
            status -> status.deaths() == deaths);
  }

  @Test
  void processThatIgnoresTheSignalIsKilled() throws InterruptedException {
    ServerSpec stubborn =
        new ServerSpec(
            "stubborn",
            "stubborn",
            "nowhere",
            home.data("stubborn"),
            () -> {},
            List.of("sh", "-c", "trap '' TERM; while true; do sleep 1; done"),
            Map.of(),
            Optional::empty,
            "TERM",
            Duration.ofSeconds(10),
            Duration.ofMillis(300));
    long pid;
    try (Supervisor supervisor = supervisor()) {
      supervisor.start(List.of(stubborn));
      pid = only(supervisor).pid();
    }
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void secondSupervisorOfAHomeIsRefused() {
    try (Supervisor first = supervisor()) {
      assertThat(first.statuses()).isEmpty();
      assertThatThrownBy(this::supervisor)
          .isInstanceOf(LambdaException.class)
          .hasMessageContaining("a stack is already running in " + folder);
    }
  }

  @Test
  void takenPortIsNamedWithWhatNeedsItAndWhatToDo() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.postgres()));

      assertThatThrownBy(this::supervisor)
          .isInstanceOf(LambdaException.class)
          .hasMessageContaining("port %d (PostgreSQL)".formatted(ports.postgres()))
          .hasMessageContaining("--port-offset");
    }
    try (Supervisor free = supervisor()) {
      assertThat(free.statuses()).isEmpty();
    }
  }

  @Test
  void processesThatAKilledSupervisorLeftAreStoppedByTheNext() throws IOException {
    Process orphan = new ProcessBuilder("sleep", "60").start();
    long startedAt = orphan.toHandle().info().startInstant().orElseThrow().toEpochMilli();
    new StackState(
            0,
            0,
            0,
            true,
            "",
            List.of(
                new ServerStatus(
                    "orphan",
                    "orphan",
                    ServerState.UP,
                    orphan.pid(),
                    startedAt,
                    "nowhere",
                    "TERM",
                    0,
                    0,
                    "")))
        .write(home);

    try (Supervisor next = supervisor()) {
      assertThat(next.statuses()).isEmpty();
      assertThat(orphan.onExit()).succeedsWithin(Duration.ofSeconds(5));
    }
  }

  @Test
  void processOfTheSamePidButAnotherStartIsNotTouched() throws IOException {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      new StackState(
              0,
              0,
              0,
              true,
              "",
              List.of(
                  new ServerStatus(
                      "x", "x", ServerState.UP, other.pid(), 1, "nowhere", "TERM", 0, 0, "")))
          .write(home);
      OrphanProcesses.end(home);

      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }
}
