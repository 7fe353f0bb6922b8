package lambda.tests.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lambda.batch.hour.HourReport;
import lambda.generator.ledger.Ledger;
import lambda.launcher.demo.LedgerCheck.Where;
import lambda.workflows.client.TemporalConnection;

/// A stream of a stack, and what was sent to it. As [MaintainedStreams] declares it, its view is
/// `<name>_per_day` and its raw sink is `<name>_payments`.
public record TestStream(TestStack stack, String name, Path ledgerFile) {

  public Ledger ledger() {
    return stack.ledger(name, ledgerFile);
  }

  /// The hours that are over, as the platform lists them.
  public List<String> hours() {
    return stack.hours(name, SharedStack.HOURS);
  }

  /// All hours that are over, as the input of a workflow.
  public Map<String, Object> range() {
    List<String> hours = hours();
    Instant end = Instant.parse(hours.getLast()).plus(1, ChronoUnit.HOURS);
    return Map.of("stream", name, "from", hours.getFirst(), "to", end.toString());
  }

  /// Seals every hour that is over; both layers agree on them.
  public List<HourReport> seal() throws InterruptedException {
    assertFiguresEqualTheLedger(Where.SERVING);
    List<HourReport> reports = stack.seal(name, hours());
    assertThat(reports).extracting(HourReport::differences).containsOnly(0L);
    return reports;
  }

  public void assertFiguresEqualTheLedger(Where where) throws InterruptedException {
    stack.assertFiguresEqual(name, ledgerFile, where);
  }

  public void assertArchiveIsSound() {
    stack.assertArchiveIsSound(name);
  }

  /// The number of event files in the manifest.
  public long files() {
    return stack.count(
        "select count(*) from lambda.files where stream = '%s' and kind = 'raw' and replaced_at is null"
            .formatted(name));
  }

  public long unsealedHours() {
    return stack.count(
        "select count(*) from lambda.batch_hours where stream = '%s' and sealed_at is null"
            .formatted(name));
  }

  /// The objects of events, as the S3 server keeps them.
  public List<Path> objects() throws IOException {
    return under("raw/" + name);
  }

  /// The objects of replaced files.
  public List<Path> replacedObjects() throws IOException {
    return under("replaced/raw/" + name);
  }

  private List<Path> under(String prefix) throws IOException {
    Path folder = stack.object(prefix);
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(path -> path.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  /// A pattern of the stream's objects, for DuckDB.
  ///
  /// @param kind `raw` or `dlq`
  public String objectPattern(String kind) {
    return stack.object("%s/%s".formatted(kind, name)) + "/**/*.parquet";
  }

  public WorkflowStub start(TemporalConnection temporal, String type, Object input) {
    return TestStack.start(temporal, type, input);
  }

  /// Runs a workflow to completion.
  public JsonNode run(String type, Object input) {
    try (TemporalConnection temporal =
        new TemporalConnection(stack.localStack().temporal(), "default")) {
      return start(temporal, type, input).getResult(JsonNode.class);
    }
  }
}
