package lambda.workflows.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lambda.core.failure.LambdaException;
import lambda.workflows.hour.LambdaHour;
import lambda.workflows.input.EraseInput;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.RangeInput;
import lambda.workflows.input.ReplayInput;
import lambda.workflows.input.StreamInput;
import lambda.workflows.input.ViewInput;
import org.jspecify.annotations.Nullable;

/// Starts workflows of every type, and does not wait for them. Thread-safe; close it.
public final class WorkflowStarter implements AutoCloseable {

  /// Checks an input, and gives the workflow an id.
  @FunctionalInterface
  private interface Naming {
    String id(@Nullable JsonNode input);
  }

  private static final Map<String, Naming> TYPES = naming();

  private final TemporalConnection connection;

  /// @param address of Temporal, as `host:port`
  public WorkflowStarter(String address, String namespace) {
    connection = new TemporalConnection(address, namespace);
  }

  private static Map<String, Naming> naming() {
    Map<String, Naming> types = new LinkedHashMap<>();
    types.put("LambdaHour", input -> LambdaHour.id(HourInput.parse(input)));
    types.put(
        "ArchiveHours", input -> name("ArchiveHours", RangeInput.parseOptional(input).stream()));
    types.put("SealHours", input -> name("SealHours", StreamInput.parse(input).stream()));
    types.put("Backfill", input -> name("Backfill", RangeInput.parse(input).stream()));
    types.put("CompactHours", input -> name("CompactHours", RangeInput.parse(input).stream()));
    types.put("RepairHours", input -> name("RepairHours", RangeInput.parse(input).stream()));
    types.put(
        "ReplayDeadLetters",
        input -> name("ReplayDeadLetters", ReplayInput.parse(input).range().stream()));
    types.put("EraseUser", input -> name("EraseUser", EraseInput.parse(input).range().stream()));
    types.put("DeclareLost", input -> name("DeclareLost", RangeInput.parse(input).stream()));
    types.put("Retention", input -> name("Retention", StreamInput.parse(input).stream()));
    types.put("ReprojectView", input -> name("ReprojectView", ViewInput.parse(input).view()));
    return types;
  }

  private static String name(String type, String subject) {
    return "%s-%s-%s".formatted(type, subject, UUID.randomUUID());
  }

  /// The types that can be started.
  public static List<String> types() {
    return TYPES.keySet().stream().sorted().toList();
  }

  /// Starts a workflow. An hour whose workflow is running already is not started again.
  ///
  /// @param type one of [#types]
  /// @return its id
  /// @throws LambdaException of category bad input if the input is wrong; to be retried if Temporal
  ///   does not answer
  public String start(String type, JsonNode input) {
    @Nullable Naming naming = TYPES.get(type);
    if (naming == null) {
      throw LambdaException.badInput(
          "there is no workflow '%s'; there are: %s".formatted(type, String.join(", ", types())));
    }
    String id = naming.id(input);
    WorkflowStub stub = connection.workflow(type, id);
    try {
      // Says within two seconds if nobody is there; to start a workflow, the client tries for long.
      connection.check();
      stub.start(input);
    } catch (WorkflowServiceException | StatusRuntimeException e) {
      throw LambdaException.retry(
          "Temporal does not answer, so %s was not started".formatted(id), e);
    }
    return id;
  }

  @Override
  public void close() {
    connection.close();
  }
}
