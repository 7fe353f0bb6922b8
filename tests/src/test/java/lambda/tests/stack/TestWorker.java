package lambda.tests.stack;

import com.google.protobuf.Duration;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import lambda.core.parse.StreamFiles;
import lambda.workflows.client.TemporalConnection;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A worker that a test starts, kills and starts again, in a separate Temporal namespace, so that
/// the stack's worker takes none of its work. One thread.
public final class TestWorker implements AutoCloseable {
  private static final int A_DAY = 86_400;

  private final String namespace;
  private final Path folder;
  private final TemporalConnection temporal;
  private final Map<String, String> settings = new HashMap<>();
  private final int schedules;
  private @Nullable Process process;
  private boolean paused;

  /// @param namespace created here
  /// @param folder for its files and its log
  public TestWorker(TestStack stack, String namespace, Path folder) {
    this.namespace = namespace;
    this.folder = folder;
    temporal = new TemporalConnection(stack.localStack().temporal(), namespace);
    settings.putAll(stack.localStack().environment());
    settings.put("LAMBDA_TEMPORAL_NAMESPACE", namespace);
    settings.put("LAMBDA_WORK", folder.resolve("work").toString());
    settings.put("LAMBDA_LOG_TARGET", "System.err");
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
    settings.put(name, value);
    return this;
  }

  public void start() {
    settings.put("LAMBDA_HTTP_PORT", Integer.toString(freePort()));
    try {
      Files.createDirectories(folder);
      process =
          new Cli(TestStack.installation(), settings)
              .start(List.of("run", "worker"), folder.resolve("worker.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!paused) {
      Schedules.pauseAll(temporal, namespace, schedules); // once paused, they stay so
      paused = true;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Kills the worker without warning, as the kernel does; returns when it is dead.
  public void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().onExit().join();
      process = null;
    }
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
    try (Stream<Path> found = Files.list(folder.resolve("work"))) {
      return found.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
    temporal.close();
  }
}
