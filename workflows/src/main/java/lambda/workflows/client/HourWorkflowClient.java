package lambda.workflows.client;

import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TerminatedFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lambda.batch.hour.HourReport;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import lambda.workflows.hour.LambdaHour;
import lambda.workflows.input.HourInput;

/// Starts the workflows of hours and waits for them, as a client of Temporal.
public final class HourWorkflowClient implements AutoCloseable {
  private final TemporalConnection connection;

  public HourWorkflowClient(String address, String namespace) {
    connection = new TemporalConnection(address, namespace);
  }

  /// Runs the hours at the same time. An hour whose workflow is already running is waited for.
  ///
  /// @param patience how long to wait for all of them together
  /// @return their results, in the order of the hours
  public List<HourReport> runAll(List<HourInput> hours, Duration patience) {
    List<Running> running = hours.stream().map(this::start).toList();
    long end = System.nanoTime() + patience.toNanos();
    return running.stream().map(workflow -> result(workflow, end)).toList();
  }

  private record Running(String id, WorkflowStub stub) {}

  private Running start(HourInput hour) {
    String id = LambdaHour.id(hour);
    WorkflowStub stub = connection.workflow("LambdaHour", id);
    try {
      stub.start(hour.toJson());
    } catch (WorkflowServiceException e) {
      throw LambdaException.retry("Temporal did not start " + id, e);
    }
    return new Running(id, stub);
  }

  private static HourReport result(Running workflow, long end) {
    try {
      return workflow.stub.getResult(
          Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS, HourReport.class);
    } catch (TimeoutException e) {
      throw LambdaException.retry(
          "%s has not ended yet; the Temporal UI shows what it is waiting for"
              .formatted(workflow.id),
          e);
    } catch (WorkflowFailedException e) {
      throw failure(workflow.id, e);
    }
  }

  /// A workflow that has failed is not tried again, whatever its steps would have been.
  static LambdaException failure(String id, WorkflowFailedException e) {
    return switch (e.getCause()) {
      case ApplicationFailure cause -> {
        String message = "%s failed: %s".formatted(id, cause.getOriginalMessage());
        yield Category.BAD_INPUT.name().equals(cause.getType())
            ? LambdaException.badInput(message)
            : LambdaException.fatal(message);
      }
      case CanceledFailure _ ->
          LambdaException.fatal(id + " was cancelled; start it again to seal the hour");
      case TerminatedFailure _ ->
          LambdaException.fatal(id + " was terminated; start it again to seal the hour");
      case null, default -> LambdaException.fatal("%s failed: %s".formatted(id, e.getCause()));
    };
  }

  @Override
  public void close() {
    connection.close();
  }
}
