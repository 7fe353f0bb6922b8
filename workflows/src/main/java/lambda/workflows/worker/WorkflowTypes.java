package lambda.workflows.worker;

import io.temporal.common.metadata.POJOWorkflowImplMetadata;
import io.temporal.common.metadata.POJOWorkflowMethodMetadata;
import io.temporal.worker.Worker;
import java.util.List;
import java.util.stream.Stream;
import lambda.workflows.hour.LambdaHourWorkflow;
import lambda.workflows.hour.SealHoursWorkflow;
import lambda.workflows.range.ArchiveHoursWorkflow;
import lambda.workflows.range.BackfillWorkflow;
import lambda.workflows.range.CompactHoursWorkflow;
import lambda.workflows.range.DeclareLostWorkflow;
import lambda.workflows.range.EraseUserWorkflow;
import lambda.workflows.range.RepairHoursWorkflow;
import lambda.workflows.range.ReplayDeadLettersWorkflow;
import lambda.workflows.reprojection.ReprojectViewWorkflow;
import lambda.workflows.retention.RetentionWorkflow;

/// The workflows that the worker runs.
final class WorkflowTypes {
  private static final List<Class<?>> IMPLEMENTATIONS =
      List.of(
          LambdaHourWorkflow.class,
          SealHoursWorkflow.class,
          ArchiveHoursWorkflow.class,
          BackfillWorkflow.class,
          CompactHoursWorkflow.class,
          ReplayDeadLettersWorkflow.class,
          EraseUserWorkflow.class,
          RepairHoursWorkflow.class,
          DeclareLostWorkflow.class,
          RetentionWorkflow.class,
          ReprojectViewWorkflow.class);

  private WorkflowTypes() {}

  /// Registers them, and [UnknownWorkflow] for every other type.
  static void register(Worker worker) {
    worker.registerWorkflowImplementationTypes(IMPLEMENTATIONS.toArray(Class<?>[]::new));
    worker.registerWorkflowImplementationTypes(UnknownWorkflow.class);
  }

  /// The types as a user writes them, sorted.
  static List<String> names() {
    return IMPLEMENTATIONS.stream().flatMap(WorkflowTypes::names).sorted().toList();
  }

  private static Stream<String> names(Class<?> implementation) {
    return POJOWorkflowImplMetadata.newInstance(implementation).getWorkflowMethods().stream()
        .map(POJOWorkflowMethodMetadata::getName);
  }
}
