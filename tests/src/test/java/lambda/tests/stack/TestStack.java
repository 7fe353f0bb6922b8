package lambda.tests.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lambda.batch.hour.HourReport;
import lambda.core.config.Settings;
import lambda.core.definition.StreamDefinition;
import lambda.core.parse.StreamFiles;
import lambda.generator.ledger.Ledger;
import lambda.launcher.demo.LedgerCheck;
import lambda.launcher.stack.LocalStack;
import lambda.local.server.Installation;
import lambda.local.supervise.Home;
import lambda.local.supervise.Processes;
import lambda.local.supervise.ServerState;
import lambda.local.supervise.ServerStatus;
import lambda.local.supervise.StackState;
import lambda.store.Database;
import lambda.store.HourCatalog;
import lambda.store.PostgresConfig;
import lambda.workflows.client.HourWorkflowClient;
import lambda.workflows.client.TemporalConnection;
import lambda.workflows.input.HourInput;

/// The whole platform, started by the front command with its own home and ports.
public final class TestStack implements AutoCloseable {
  public static final String STREAM = "pageviews";
  public static final String VIEW = "pageviews_per_minute";
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LocalStack local;
  private final Cli cli;
  private final Database database;

  private TestStack(LocalStack local, Cli cli) {
    this.local = local;
    this.cli = cli;
    database = new Database(Settings.read(local.environment(), PostgresConfig::from), 3);
  }

  public static Installation installation() {
    return new Installation(Path.of(System.getProperty("lambda.root")));
  }

  /// The schedules are paused: tests seal hours themselves, also at a minute past the hour.
  ///
  /// @param folder the stack's home
  /// @param environment settings for the product's processes
  public static TestStack start(Path folder, Map<String, String> environment) {
    String streams = environment.getOrDefault("LAMBDA_STREAMS", "streams");
    LocalStack local =
        new LocalStack(
            installation(),
            new Home(folder),
            FreePorts.find(),
            installation().root().resolve(streams),
            environment);
    TestStack stack = new TestStack(local, new Cli(installation(), environment));
    try {
      stack.up();
      for (StreamDefinition stream : StreamFiles.read(local.streams()).all()) {
        Schedules.pause(local.temporal(), "archive-hours-" + stream.name());
        Schedules.pause(local.temporal(), "seal-hours-" + stream.name());
        Schedules.pause(local.temporal(), "retention-" + stream.name());
      }
      return stack;
    } catch (RuntimeException | AssertionError e) {
      stack.close();
      throw e;
    }
  }

  public LocalStack localStack() {
    return local;
  }

  public Database database() {
    return database;
  }

  public void up() {
    Cli.Result up = cli("up", "--detach");
    assertThat(up.status()).as("up: %s %s", up.out(), up.err()).isZero();
  }

  /// Runs a command on this stack.
  public Cli.Result cli(String... arguments) {
    return cli.run(line(arguments));
  }

  public Cli cli() {
    return cli;
  }

  public List<String> line(String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--home", local.home().folder().toString()));
    line.addAll(List.of("--port-offset", Integer.toString(local.ports().offset())));
    return line;
  }

  /// A process of the stack as its supervisor sees it, if it is alive.
  private Optional<ServerStatus> alive(String name) {
    return servers().stream()
        .filter(server -> server.name().equals(name))
        .filter(server -> Processes.find(server.pid(), server.startedAt()).isPresent())
        .findFirst();
  }

  /// The processes of the stack as the supervisor last wrote them.
  public List<ServerStatus> servers() {
    return StackState.read(local.home()).map(StackState::servers).orElse(List.of());
  }

  public boolean isUp(String name) {
    return alive(name).map(ServerStatus::state).equals(Optional.of(ServerState.UP));
  }

  public void awaitUp(String name) {
    await().atMost(PATIENCE).until(() -> isUp(name));
  }

  /// Kills a process without warning, as the kernel does when memory runs out.
  public void kill(String name) {
    awaitUp(name);
    ProcessHandle.of(alive(name).orElseThrow().pid()).orElseThrow().destroyForcibly();
  }

  /// Stops a process where it is, as a machine that hangs does, until this is closed.
  public Frozen freeze(String name) {
    awaitUp(name);
    return new Frozen(alive(name).orElseThrow().pid());
  }

  /// A process that does not run on.
  public static final class Frozen implements AutoCloseable {
    private final long pid;

    private Frozen(long pid) {
      this.pid = pid;
      signal("STOP");
    }

    private void signal(String signal) {
      try {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor())
            .isZero();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      signal("CONT");
    }
  }

  /// Kills the supervisor and all that it started, and waits until they are dead.
  public void killAll() {
    StackState state = StackState.read(local.home()).orElseThrow();
    List<ProcessHandle> all =
        Stream.concat(Stream.of(state.pid()), state.servers().stream().map(ServerStatus::pid))
            .flatMap(pid -> ProcessHandle.of(pid).stream())
            .toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> Processes.awaitEnd(process, PATIENCE));
  }

  /// Runs the generator until it ends.
  public void send(String... options) {
    List<String> line = new ArrayList<>(List.of("generator"));
    line.addAll(List.of(options));
    Cli.Result sent = cli(line.toArray(String[]::new));
    assertThat(sent.status()).as(sent.err()).isZero();
  }

  /// Asserts that every figure of every view of the stream equals the ledger in a file.
  public void assertFiguresEqual(String stream, Path ledger, LedgerCheck.Where where)
      throws InterruptedException {
    LedgerCheck.Outcome outcome = compare(ledger(stream, ledger), where);
    assertThat(outcome.equal()).as("%s", outcome).isTrue();
  }

  public void assertArchiveIsSound(String stream) {
    Cli.Result verified = cli("verify", "archive", "--stream", stream);
    assertThat(verified.status()).as("%s%s", verified.out(), verified.err()).isZero();
  }

  /// Starts a workflow as users do, by the names of its type and of the task queue.
  public static WorkflowStub start(TemporalConnection temporal, String type, Object input) {
    WorkflowStub stub = workflow(temporal, type);
    stub.start(input);
    return stub;
  }

  /// A workflow that is not started yet.
  public static WorkflowStub workflow(TemporalConnection temporal, String type) {
    return temporal
        .client()
        .newUntypedWorkflowStub(
            type, WorkflowOptions.newBuilder().setTaskQueue(TemporalConnection.TASK_QUEUE).build());
  }

  public LedgerCheck.Outcome compare(Ledger ledger, LedgerCheck.Where where)
      throws InterruptedException {
    try (LedgerCheck check = new LedgerCheck(local, ledger)) {
      return check.await(where);
    }
  }

  /// The ledger in a file.
  public Ledger ledger(String stream, Path file) {
    return Ledger.read(StreamFiles.read(local.streams()).stream(stream), file);
  }

  public List<HourReport> seal(List<String> hours) {
    return seal(STREAM, hours);
  }

  public List<HourReport> seal(String stream, List<String> hours) {
    try (HourWorkflowClient workflows = new HourWorkflowClient(local.temporal(), "default")) {
      return workflows.runAll(
          hours.stream().map(hour -> new HourInput(stream, hour)).toList(), Duration.ofMinutes(3));
    }
  }

  /// The first hours of a stream, as the platform lists them.
  public List<String> hours(String stream, int count) {
    return new HourCatalog(database.jdbi())
        .list().stream()
            .filter(hour -> hour.stream().equals(stream))
            .map(hour -> hour.hour().toString())
            .limit(count)
            .toList();
  }

  /// The objects of events, as the S3 server keeps them.
  public List<Path> rawObjects() throws IOException {
    try (Stream<Path> found = Files.walk(object("raw/"))) {
      return found.filter(path -> path.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  /// The object of a key, or the folder of a prefix, as the S3 server keeps it.
  public Path object(String key) {
    return local.home().data("s3").resolve("objects/lambda").resolve(key);
  }

  public long count(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  public String text(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).one());
  }

  public List<String> texts(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  @Override
  public void close() {
    database.close();
    Cli.Result down = cli("down");
    assertThat(down.status()).as("down: %s %s", down.out(), down.err()).isZero();
  }
}
