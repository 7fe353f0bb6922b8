package lambda.workflows.walk;

import io.temporal.workflow.Workflow;

/// Changes of workflow code that runs which began before them do not take; see "Changing a
/// workflow" in CONTRIBUTING. Workflow code: it must replay.
public final class Changes {
  private Changes() {}

  /// Whether this run takes the path after the change.
  public static boolean has(String name) {
    return Workflow.getVersion(name, Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION;
  }
}
