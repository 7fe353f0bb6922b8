package lambda.tests.stack;

import com.google.protobuf.Duration;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.client.WorkflowStub;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import lambda.core.parse.StreamFiles;
import lambda.workflows.client.TemporalConnection;
import org.awaitility.Awaitility;

/// A worker that a test starts, kills and starts again, in a separate Temporal namespace, so that
/// the stack's worker takes none of its work. One thread.
public final class TestWorker implements AutoCloseable {
  private static final int A_DAY = 86_400;

  private final String namespace;
  private final TemporalConnection temporal;
  private final ProductProcess process;
  private final int schedules;
  private boolean paused;

  /// @param namespace created here
  /// @param folder for its files and its log
  public TestWorker(TestStack stack, String namespace, Path folder) {
    this.namespace = namespace;
    temporal = new TemporalConnection(stack.localStack().temporal(), namespace);
    process =
        new ProductProcess(stack, "worker", folder).with("LAMBDA_TEMPORAL_NAMESPACE", namespace);
    schedules = 3 * StreamFiles.read(stack.localStack().streams()).all().size();
    register();
  }

  private void register() {
    temporal
        .stubs()
        .blockingStub()
        .registerNamespace(
            RegisterNamespaceRequest.newBuilder()
                .setNamespace(namespace)
                .setWorkflowExecutionRetentionPeriod(Duration.newBuilder().setSeconds(A_DAY))
                .build());
    Awaitility.await()
        .atMost(TestStack.PATIENCE)
        .ignoreException(StatusRuntimeException.class)
        .until(() ->
            temporal
                .stubs()
                .blockingStub()
                .describeNamespace(
                    DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build())
                .hasNamespaceInfo());
  }

  /// Changes a setting for the next start.
  public TestWorker with(String name, String value) {
    process.with(name, value);
    return this;
  }

  public void start() {
    process.start();
    if (!paused) {
      Schedules.pauseAll(temporal, namespace, schedules); // once paused, they stay so
      paused = true;
    }
  }

  /// Kills the worker without warning, as the kernel does; returns when it is dead.
  public void kill() {
    process.kill();
  }

  public WorkflowStub start(String type, Object input) {
    return TestStack.start(temporal, type, input);
  }

  /// Whether a workflow has ended, whatever its outcome.
  public boolean over(WorkflowStub workflow) {
    return workflow.describe().getStatus()
        != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
  }

  /// Why the steps of a workflow are being retried, as the UI shows it.
  public List<String> troubles(WorkflowStub workflow) {
    return pending(workflow).stream()
        .filter(PendingActivityInfo::hasLastFailure)
        .map(activity -> activity.getLastFailure().getMessage())
        .toList();
  }

  /// The types of the activities that are running in the namespace.
  public Set<String> steps() {
    Set<String> steps = new TreeSet<>();
    temporal
        .client()
        .listExecutions("ExecutionStatus = 'Running'")
        .forEach(execution ->
            pending(
                    temporal
                        .client()
                        .newUntypedWorkflowStub(execution.getExecution().getWorkflowId()))
                .forEach(activity -> steps.add(activity.getActivityType().getName())));
    return steps;
  }

  private List<PendingActivityInfo> pending(WorkflowStub workflow) {
    return temporal
        .stubs()
        .blockingStub()
        .describeWorkflowExecution(
            DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(namespace)
                .setExecution(workflow.getExecution())
                .build())
        .getPendingActivitiesList();
  }

  /// The folders in its scratch folder: its own, and those that killed workers left.
  public List<Path> leftBehind() {
    return process.leftBehind();
  }

  @Override
  public void close() {
    kill();
    temporal.close();
  }
}
