package lambda.workflows.client;

import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A connection to a Temporal server. Close it.
public final class TemporalConnection implements AutoCloseable {
  /// The task queue that the worker serves.
  public static final String TASK_QUEUE = "lambda";

  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  /// @param address `host:port`
  public TemporalConnection(String address, String namespace) {
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    client =
        WorkflowClient.newInstance(
            stubs, WorkflowClientOptions.newBuilder().setNamespace(namespace).build());
  }

  public WorkflowServiceStubs stubs() {
    return stubs;
  }

  public WorkflowClient client() {
    return client;
  }

  /// A workflow to start on the worker's task queue. If one of the same id runs, starting it has no
  /// effect, and the stub stands for the one that runs.
  WorkflowStub workflow(String type, String id) {
    return client.newUntypedWorkflowStub(
        type,
        WorkflowOptions.newBuilder()
            .setWorkflowId(id)
            .setTaskQueue(TASK_QUEUE)
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .build());
  }

  /// Asks the server something; throws if it does not answer within two seconds.
  public void check() {
    var _ =
        stubs
            .blockingStub()
            .withDeadlineAfter(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
            .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }
}
