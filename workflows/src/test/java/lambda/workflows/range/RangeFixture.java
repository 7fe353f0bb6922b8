package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lambda.core.hour.Hour;
import lambda.workflows.client.TemporalConnection;
import lambda.workflows.hour.LambdaHourWorkflow;
import lambda.workflows.hour.SealHoursWorkflow;
import org.awaitility.Awaitility;

/// Runs workflows on Temporal's own test server, with activities that only record their calls.
final class RangeFixture implements AutoCloseable {
  private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();
  private final RecordingHourActivities activities = new RecordingHourActivities();

  private final SettledProjection projection = new SettledProjection();

  /// @param hours those of the stream
  RangeFixture(List<String> hours) {
    Worker worker = temporal.newWorker(TemporalConnection.TASK_QUEUE);
    worker.registerWorkflowImplementationTypes(
        ArchiveHoursWorkflow.class,
        BackfillWorkflow.class,
        DeclareLostWorkflow.class,
        CompactHoursWorkflow.class,
        RepairHoursWorkflow.class,
        ReplayDeadLettersWorkflow.class,
        EraseUserWorkflow.class,
        SealHoursWorkflow.class,
        LambdaHourWorkflow.class);
    worker.registerActivitiesImplementations(activities, new ListedHours(hours), projection);
    temporal.start();
  }

  /// A number of hours from the beginning of 2026.
  static List<String> hours(int count) {
    return Stream.iterate(Hour.parse("2026-01-01T00:00:00Z"), Hour::next)
        .limit(count)
        .map(Hour::toString)
        .toList();
  }

  /// What was waited for in Elasticsearch; see [SettledProjection#awaited].
  List<String> awaited() {
    return projection.awaited();
  }

  RecordingHourActivities activities() {
    return activities;
  }

  WorkflowStub existing(String id) {
    return temporal.getWorkflowClient().newUntypedWorkflowStub(id);
  }

  /// Lets the server's clock run.
  void sleep(Duration time) {
    temporal.sleep(time);
  }

  Instant now() {
    return Instant.ofEpochMilli(temporal.currentTimeMillis());
  }

  WorkflowStub workflow(String type) {
    return temporal
        .getWorkflowClient()
        .newUntypedWorkflowStub(
            type, WorkflowOptions.newBuilder().setTaskQueue(TemporalConnection.TASK_QUEUE).build());
  }

  WorkflowStub start(String type, Map<String, Object> input) {
    WorkflowStub workflow = workflow(type);
    workflow.start(json(input));
    return workflow;
  }

  JsonNode run(String type, Map<String, Object> input) {
    return start(type, input).getResult(JsonNode.class);
  }

  static Object json(Map<String, Object> input) {
    return JsonMapper.builder().build().valueToTree(input);
  }

  static void awaitProgress(WorkflowStub workflow, String beginning) {
    Awaitility.await()
        .until(() -> workflow.query("progress", String.class), now -> now.startsWith(beginning));
  }

  @Override
  public void close() {
    temporal.close();
  }
}
