package lambda.workflows.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnknownWorkflowTest {

  @Test
  void aMistypedWorkflowFailsAtOnceAndNamesTheKnownTypes() {
    try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance()) {
      WorkflowTypes.register(temporal.newWorker("q"));
      temporal.start();
      WorkflowStub workflow =
          temporal
              .getWorkflowClient()
              .newUntypedWorkflowStub(
                  "Lambdahour", WorkflowOptions.newBuilder().setTaskQueue("q").build());
      workflow.start(Map.of("stream", "pageviews"));

      assertThatThrownBy(() -> workflow.getResult(Object.class))
          .isInstanceOf(WorkflowFailedException.class)
          .cause()
          .isInstanceOfSatisfying(
              ApplicationFailure.class,
              failure -> {
                assertThat(failure.getType()).isEqualTo("BAD_INPUT");
                assertThat(failure.getOriginalMessage())
                    .isEqualTo(
                        "unknown workflow type 'Lambdahour'; known: ArchiveHours, Backfill, CompactHours, DeclareLost, EraseUser, LambdaHour, RepairHours, ReplayDeadLetters, ReprojectView, Retention, SealHours");
              });
    }
  }
}
