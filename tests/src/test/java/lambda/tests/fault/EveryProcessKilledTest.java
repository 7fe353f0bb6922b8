package lambda.tests.fault;

import static lambda.tests.stack.TestStack.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lambda.launcher.demo.LedgerCheck.Where;
import lambda.tests.stack.ProductProcess;
import lambda.tests.stack.TestStack;
import lambda.workflows.client.TemporalConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every process of a platform with two speed layers and two workers is killed again and again,
/// servers included, while records arrive and hours are sealed, compacted, backfilled, repaired and
/// cleaned up. Afterwards everything is exact, and nothing is left over.
///
/// `-Dlambda.process.kills=18` takes a quarter of the time, `-Dlambda.process.seed=N` kills in
/// another order.
@Tag("nightly")
class EveryProcessKilledTest {
  private static final int KILLS = Integer.getInteger("lambda.process.kills", 72);
  private static final long SEED = Long.getLong("lambda.process.seed", 20261124);
  private static final int HOURS = 12;
  private static final Duration RECOVERY = Duration.ofMinutes(4);

  private static final Map<String, String> SETTINGS =
      Map.of(
          "LAMBDA_OBJECT_RECORDS",
          "250",
          "LAMBDA_TIDY_AFTER",
          "PT1S",
          "LAMBDA_SPEED_RETENTION",
          "PT1S");

  private static final Map<String, Object> ALL_HOURS = Map.of("stream", STREAM);
  private static final List<String> MAINTENANCE =
      List.of("CompactHours", "Backfill", "RepairHours");

  private static final String BRIEF = "ArchiveHours";

  @TempDir static Path folder;

  private final Instant begun = Instant.now();
  private final Random random = new Random(SEED);
  private TestStack stack;
  private TemporalConnection temporal;
  private ProductProcess speedLayer;
  private ProductProcess worker;

  @BeforeEach
  void start() {
    stack = TestStack.start(folder.resolve("home"), SETTINGS);
    temporal = new TemporalConnection(stack.localStack().temporal(), "default");
    speedLayer =
        new ProductProcess(stack, "speed-layer", folder.resolve("second speed-layer"))
            .with("LAMBDA_INSTANCE", "speed-2");
    worker = new ProductProcess(stack, "worker", folder.resolve("second worker"));
    speedLayer.start();
    worker.start();
  }

  @AfterEach
  void end() {
    worker.close();
    speedLayer.close();
    temporal.close();
    stack.close();
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void killsOfEveryProcessWithTwoSpeedLayersAndTwoWorkersChangeNoFigure() throws Exception {
    ProcessKiller killer =
        new ProcessKiller(
            stack, Map.of("second speed-layer", speedLayer, "second worker", worker), SEED);
    stack.send(load("--backfill", "PT%dH".formatted(HOURS), "--events-per-day", "40000"));
    stack.assertFiguresEqual(STREAM, ledger(), Where.SERVING);
    Process generator = sendUntilStopped();
    Instant first = Instant.now();
    for (int i = 0; i < KILLS; i++) {
      if (i % (killer.processes() / 2) == 0) {
        startWorkflows();
      }
      killer.kill();
      if (!generator.isAlive()) { // it gives up if Kafka is away for half a minute
        generator = sendUntilStopped();
      }
    }
    Duration killing = Duration.between(first, Instant.now());
    killer.awaitAll();
    System.out.printf(
        "%d kills in %s: %s%n", KILLS, killing.truncatedTo(ChronoUnit.SECONDS), killer.kills());
    stop(generator);
    awaitSealed();
    awaitFiguresOfTheLedger();
    assertNothingIsLeftOver();
    stack.assertArchiveIsSound(STREAM);
    System.out.printf(
        "%d records, %d archived in %d sealed hours; all exact after %s%n",
        stored(),
        stack.count("select sum(records)::bigint from lambda.batch_hours"),
        stack.count("select count(*) from lambda.batch_hours where sealed_at is not null"),
        Duration.between(begun, Instant.now()).truncatedTo(ChronoUnit.SECONDS));
  }

  private static Path ledger() {
    return folder.resolve("ledger.json");
  }

  private static String[] load(String... options) {
    List<String> quality = List.of("--late", "0.1", "--duplicates", "0.1", "--malformed", "0.05");
    return Stream.of(
            Stream.of(options), quality.stream(), Stream.of("--ledger", ledger().toString()))
        .flatMap(part -> part)
        .toArray(String[]::new);
  }

  private Process sendUntilStopped() throws IOException {
    String[] line =
        Stream.concat(Stream.of("generator"), Stream.of(load("--rate", "100")))
            .toArray(String[]::new);
    long before = stored();
    await("Kafka is up").atMost(RECOVERY).until(() -> stack.isUp("kafka"));
    Process generator = stack.cli().start(stack.line(line), folder.resolve("generator.log"));
    await("the generator sends")
        .atMost(RECOVERY)
        .until(() -> !generator.isAlive() || stored() > before);
    return generator;
  }

  private long stored() {
    return stack.count("select coalesce(sum(next_offset), 0)::bigint from lambda.partitions");
  }

  /// Ends the generator as Ctrl-C does: it writes its ledger once Kafka has acknowledged all that
  /// it sent.
  private static void stop(Process generator) throws IOException, InterruptedException {
    Path log = folder.resolve("generator.log");
    generator.destroy();
    assertThat(generator.waitFor(1, TimeUnit.MINUTES)).as("the generator ends").isTrue();
    assertThat(log).content().doesNotContain("did not stop in time");
  }

  /// Starts workflows as schedules and people do, unless Temporal is dead at the moment.
  private void startWorkflows() {
    Instant hour =
        Instant.now()
            .truncatedTo(ChronoUnit.HOURS)
            .minus(1L + random.nextInt(HOURS), ChronoUnit.HOURS);
    String next = hour.plus(1, ChronoUnit.HOURS).toString();
    String maintenance = MAINTENANCE.get(random.nextInt(MAINTENANCE.size()));
    try {
      TestStack.start(temporal, "SealHours", ALL_HOURS);
      TestStack.start(
          temporal, maintenance, Map.of("stream", STREAM, "from", hour.toString(), "to", next));
      TestStack.start(temporal, "Retention", ALL_HOURS);
    } catch (WorkflowException | StatusRuntimeException e) {
      System.out.printf("not started, because a server is dead: %s%n", e.getMessage());
    }
  }

  private JsonNode run(String type) {
    return TestStack.start(temporal, type, ALL_HOURS).getResult(JsonNode.class);
  }

  private void awaitSealed() {
    await("workflows that were started end")
        .atMost(RECOVERY)
        .until(() -> executions("Running") == 0);
    await("hours are sealed")
        .atMost(RECOVERY)
        .ignoreException(WorkflowException.class)
        .until(() -> {
          run("SealHours");
          return unsealed() == 0;
        });
  }

  private long executions(String status) {
    return temporal.client().listExecutions("ExecutionStatus = '%s'".formatted(status)).count();
  }

  /// The failures of workflows. That of [#BRIEF] is none: it ends if a server is away for half a
  /// minute, and is started again.
  private List<String> failures() {
    return temporal
        .client()
        .listExecutions("ExecutionStatus = 'Failed'")
        .filter(execution -> !execution.getWorkflowType().equals(BRIEF))
        .map(execution -> execution.getExecution().getWorkflowId())
        .map(id -> "%s: %s".formatted(id, failure(id)))
        .toList();
  }

  private String failure(String id) {
    try {
      return "it ended well: "
          + temporal.client().newUntypedWorkflowStub(id).getResult(String.class);
    } catch (WorkflowException e) {
      return String.valueOf(e.getCause());
    }
  }

  private long unsealed() {
    return stack.count(
        "select count(*) from lambda.hours where stream = '%s' and state <> 'sealed' and hour < date_trunc('hour', now())"
            .formatted(STREAM));
  }

  private void awaitFiguresOfTheLedger() throws InterruptedException {
    stack.assertFiguresEqual(STREAM, ledger(), Where.SERVING);
    stack.assertFiguresEqual(STREAM, ledger(), Where.ELASTICSEARCH);
  }

  private void assertNothingIsLeftOver() throws IOException {
    await("everything replaced or abandoned is deleted")
        .atMost(RECOVERY)
        .until(() -> {
          run("Retention");
          return stack.count(
                  "select (select count(*) from lambda.uploads) + (select count(*) from lambda.files where replaced_at is not null)")
              == 0;
        });
    assertThat(stack.rawObjects())
        .as("objects of events")
        .hasSize((int) stack.count("select count(*) from lambda.files where kind = 'raw'"));
    assertThat(worker.leftBehind()).as("folders of workers that were killed").hasSize(1);
    assertThat(failures()).as("workflows that failed").isEmpty();
  }
}
