package lambda.workflows.client;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;

/// A connection to a Temporal server. Close it.
public final class TemporalConnection implements AutoCloseable {
  /// The task queue that the worker serves.
  public static final String TASK_QUEUE = "lambda";

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

  @Override
  public void close() {
    stubs.shutdownNow();
  }
}
