package lambda.workflows.reprojection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import lambda.core.failure.LambdaException;
import lambda.workflows.activity.Failures;
import lambda.workflows.activity.ProjectionActivities;
import lambda.workflows.input.StreamInput;
import lambda.workflows.input.ViewInput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The workflow on Temporal's own test server.
class ReprojectViewTest {
  private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();
  private final Answers answers = new Answers();

  /// A speed layer that answers a request when it is looked at for the third time.
  private static final class Answers implements ProjectionActivities {
    private final AtomicInteger looks = new AtomicInteger();

    @Override
    public long request(ViewInput view) {
      return Failures.translate(() -> {
        if (!view.view().equals("sales")) {
          throw LambdaException.badInput("there is no projection '%s'".formatted(view.view()));
        }
        return 7L;
      });
    }

    @Override
    public void await(ViewInput view, long request) {
      Failures.translate(() -> {
        if (looks.incrementAndGet() < 3) {
          throw LambdaException.retryAfter(Duration.ofSeconds(1), "not yet");
        }
        return request;
      });
    }

    @Override
    public String nextTransaction() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void awaitChanges(StreamInput stream, String transaction) {
      throw new UnsupportedOperationException();
    }
  }

  @AfterEach
  void close() {
    temporal.close();
  }

  private JsonNode run(Map<String, Object> input) {
    Worker worker = temporal.newWorker("lambda");
    worker.registerWorkflowImplementationTypes(ReprojectViewWorkflow.class);
    worker.registerActivitiesImplementations(answers);
    temporal.start();
    WorkflowStub workflow =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "ReprojectView", WorkflowOptions.newBuilder().setTaskQueue("lambda").build());
    workflow.start((Object) JsonMapper.builder().build().valueToTree(input));
    return workflow.getResult(JsonNode.class);
  }

  @Test
  void itWaitsUntilTheNewIndexIsComplete() {
    assertThat(run(Map.of("view", "sales")).toString())
        .isEqualTo("{\"view\":\"sales\",\"request\":7}");
    assertThat(answers.looks.get()).isEqualTo(3);
  }

  @Test
  void anUnknownViewIsRefused() {
    assertThatThrownBy(() -> run(Map.of("view", "nothing")))
        .hasStackTraceContaining("there is no projection 'nothing'");
  }

  @Test
  void aWrongInputShowsTheRightOne() {
    assertThatThrownBy(() -> run(Map.of("stream", "sales")))
        .hasStackTraceContaining("write --input '{\"view\":\"pageviews_per_minute\"}'");
  }
}
