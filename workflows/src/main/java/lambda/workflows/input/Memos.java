package lambda.workflows.input;

import io.temporal.workflow.Workflow;
import java.util.Map;

/// What the UI shows beside a workflow: which stream and which hours it is about.
public final class Memos {
  /// The change that brought memos; see "Changing a workflow" in CONTRIBUTING.
  private static final String CHANGE = "memo";

  private Memos() {}

  public static void tell(String stream) {
    upsert(Map.of("stream", stream));
  }

  public static void tell(HourInput hour) {
    upsert(Map.of("stream", hour.stream(), "hour", hour.hour()));
  }

  public static void tell(RangeInput range) {
    upsert(Map.of("stream", range.stream(), "from", range.from(), "to", range.to()));
  }

  private static void upsert(Map<String, Object> memo) {
    if (Workflow.getVersion(CHANGE, Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION) {
      Workflow.upsertMemo(memo);
    }
  }
}
