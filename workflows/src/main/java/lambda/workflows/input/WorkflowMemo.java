package lambda.workflows.input;

import io.temporal.workflow.Workflow;
import java.util.Map;

/// What the UI shows for a workflow: its stream and its hours. Workflow code: it must replay.
public final class WorkflowMemo {
  /// The change that introduced memos; see "Changing a workflow" in CONTRIBUTING.
  private static final String CHANGE = "memo";

  private WorkflowMemo() {}

  public static void upsert(StreamInput stream) {
    upsert(Map.of("stream", stream.stream()));
  }

  public static void upsert(ViewInput view) {
    upsert(Map.of("view", view.view()));
  }

  public static void upsert(HourInput hour) {
    upsert(Map.of("stream", hour.stream(), "hour", hour.hour()));
  }

  public static void upsert(RangeInput range) {
    upsert(Map.of("stream", range.stream(), "from", range.from(), "to", range.to()));
  }

  private static void upsert(Map<String, Object> memo) {
    if (Workflow.getVersion(CHANGE, Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION) {
      Workflow.upsertMemo(memo);
    }
  }
}
