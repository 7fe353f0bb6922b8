package lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lambda.batch.hour.HourReport;
import lambda.core.config.Settings;
import lambda.core.definition.StreamDefinition;
import lambda.core.parse.StreamFiles;
import lambda.generator.ledger.Ledger;
import lambda.launcher.demo.LedgerCheck;
import lambda.launcher.stack.LocalStack;
import lambda.local.server.Installation;
import lambda.local.supervise.Home;
import lambda.local.supervise.Ports;
import lambda.store.Database;
import lambda.store.PostgresConfig;
import lambda.workflows.client.HourWorkflowClient;
import lambda.workflows.client.TemporalConnection;
import lambda.workflows.input.HourInput;

/// The whole platform, started by the front command in a home and on ports of its own.
final class TestStack implements AutoCloseable {
  static final String STREAM = "pageviews";
  static final String VIEW = "pageviews_per_minute";
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LocalStack site;
  private final Cli cli;
  private final Database database;

  private TestStack(LocalStack site, Cli cli) {
    this.site = site;
    this.cli = cli;
    database = new Database(PostgresConfig.read(new Settings(site.environment())), 3);
  }

  static Installation installation() {
    return new Installation(Path.of(System.getProperty("lambda.root")));
  }

  /// The schedules are paused: tests seal hours themselves, also at a minute past the hour.
  ///
  /// @param environment settings for the product's processes
  static TestStack start(Path folder, int portOffset, Map<String, String> environment) {
    String streams = environment.getOrDefault("LAMBDA_STREAMS", "streams");
    LocalStack site =
        new LocalStack(
            installation(),
            new Home(folder),
            new Ports(portOffset),
            installation().root().resolve(streams));
    TestStack stack = new TestStack(site, new Cli(installation(), environment));
    try {
      stack.up();
      for (StreamDefinition stream : StreamFiles.read(site.streams()).all()) {
        Schedules.pause(site.temporal(), "seal-hours-" + stream.name());
        Schedules.pause(site.temporal(), "retention-" + stream.name());
      }
      return stack;
    } catch (RuntimeException | AssertionError e) {
      stack.close();
      throw e;
    }
  }

  LocalStack site() {
    return site;
  }

  Database database() {
    return database;
  }

  void up() {
    Cli.Result up = cli("up", "--detach");
    assertThat(up.status()).as("up: %s %s", up.out(), up.err()).isZero();
  }

  /// Runs a command on this stack.
  Cli.Result cli(String... arguments) {
    return cli.run(line(arguments));
  }

  Cli cli() {
    return cli;
  }

  List<String> line(String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--home", site.home().folder().toString()));
    line.addAll(List.of("--port-offset", Integer.toString(site.ports().offset())));
    return line;
  }

  JsonNode process(String name) {
    for (JsonNode row : cli("status", "--json").json()) {
      if (row.path("name").asText().equals(name)) {
        return row;
      }
    }
    throw new AssertionError("no process " + name);
  }

  /// As the kernel does it when memory runs out: without warning.
  void kill(String name) {
    await().atMost(PATIENCE).until(() -> process(name).path("state").asText().equals("up"));
    ProcessHandle.of(process(name).path("pid").asLong()).orElseThrow().destroyForcibly();
  }

  /// Runs the generator to its end.
  void send(String... options) {
    List<String> line = new ArrayList<>(List.of("generator"));
    line.addAll(List.of(options));
    Cli.Result sent = cli(line.toArray(String[]::new));
    assertThat(sent.status()).as(sent.err()).isZero();
  }

  /// Every figure of every view of the stream is what the ledger in a file says.
  void assertFiguresEqual(String stream, Path ledger, LedgerCheck.Where where)
      throws InterruptedException {
    LedgerCheck.Outcome outcome = compare(ledger(stream, ledger), where);
    assertThat(outcome.equal()).as("%s", outcome).isTrue();
  }

  void assertArchiveIsSound(String stream) {
    Cli.Result verified = cli("verify", "archive", "--stream", stream);
    assertThat(verified.status()).as("%s%s", verified.out(), verified.err()).isZero();
  }

  /// Starts a workflow as people do, by the names of its type and of the task queue.
  static WorkflowStub start(TemporalConnection temporal, String type, Object input) {
    WorkflowStub stub = workflow(temporal, type);
    stub.start(input);
    return stub;
  }

  /// A workflow that is still to be started.
  static WorkflowStub workflow(TemporalConnection temporal, String type) {
    return temporal
        .client()
        .newUntypedWorkflowStub(
            type, WorkflowOptions.newBuilder().setTaskQueue(TemporalConnection.TASK_QUEUE).build());
  }

  LedgerCheck.Outcome compare(Ledger ledger, LedgerCheck.Where where) throws InterruptedException {
    try (LedgerCheck check = new LedgerCheck(site, ledger)) {
      return check.await(where);
    }
  }

  /// The ledger in a file.
  Ledger ledger(String stream, Path file) {
    return Ledger.read(StreamFiles.read(site.streams()).stream(stream), file);
  }

  List<HourReport> seal(List<String> hours) {
    return seal(STREAM, hours);
  }

  List<HourReport> seal(String stream, List<String> hours) {
    try (HourWorkflowClient workflows = new HourWorkflowClient(site.temporal(), "default")) {
      return workflows.runAll(
          hours.stream().map(hour -> new HourInput(stream, hour)).toList(), Duration.ofMinutes(3));
    }
  }

  /// The first hours of a stream, as the platform lists them.
  List<String> hours(String stream, int count) {
    return StreamSupport.stream(cli("hours", "--json").json().spliterator(), false)
        .filter(row -> row.path("stream").asText().equals(stream))
        .map(row -> row.path("hour").asText())
        .limit(count)
        .toList();
  }

  /// The objects of events, as the S3 server keeps them.
  List<Path> rawObjects() throws IOException {
    try (Stream<Path> found = Files.walk(object("raw/"))) {
      return found.filter(path -> path.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  /// The object of a key, or the folder of a prefix, as the S3 server keeps it.
  Path object(String key) {
    return site.home().data("s3").resolve("objects/lambda").resolve(key);
  }

  long count(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  String text(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).one());
  }

  @Override
  public void close() {
    database.close();
    Cli.Result down = cli("down");
    assertThat(down.status()).as("down: %s %s", down.out(), down.err()).isZero();
  }
}
