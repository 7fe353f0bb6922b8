package lambda.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/// See [CompactHours].
public final class CompactHoursWorkflow implements CompactHours {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final StreamActivities stream =
      Workflow.newActivityStub(StreamActivities.class, Activities.steps());
  private final HourActivities hours =
      Workflow.newActivityStub(HourActivities.class, Activities.steps());
  private RangeWalk walk = new RangeWalk(RangeResult.NONE);

  @Override
  public RangeResult run(@Nullable JsonNode input, @Nullable RangeResult before) {
    RangeInput range = Failures.translate(() -> RangeInput.parse(input));
    walk = new RangeWalk(before == null ? RangeResult.NONE : before);
    return Failures.unwrap(() -> {
      walk.walk(
              stream.hours(range),
              range.parallelism(),
              hour -> hours.compact(new HourInput(range.stream(), hour)))
          .ifPresent(next ->
              Workflow.continueAsNew(JSON.valueToTree(range.startingAt(next)), walk.result()));
      return walk.result();
    });
  }

  @Override
  public void pause() {
    walk.pause();
  }

  @Override
  public void resume() {
    walk.resume();
  }

  @Override
  public String progress() {
    return walk.progress();
  }
}
