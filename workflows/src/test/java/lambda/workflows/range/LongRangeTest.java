package lambda.workflows.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import lambda.batch.deadletter.ReplayReport;
import lambda.batch.deadletter.ReplayRequest;
import lambda.batch.erasure.Erasure;
import lambda.batch.erasure.ErasureReport;
import lambda.batch.hour.HourReport;
import lambda.batch.maintenance.CompactionReport;
import lambda.batch.maintenance.RepairReport;
import lambda.batch.maintenance.RetentionReport;
import lambda.core.hour.Hour;
import lambda.workflows.activity.HourActivities;
import lambda.workflows.activity.StreamActivities;
import lambda.workflows.client.TemporalConnection;
import lambda.workflows.hour.LambdaHourWorkflow;
import lambda.workflows.hour.RunLimit;
import lambda.workflows.hour.SealHoursWorkflow;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.RangeInput;
import lambda.workflows.input.StreamInput;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Workflows over more hours than one run takes, on Temporal's own test server, with activities
/// that only take notes.
class LongRangeTest {
  private static final int HOURS = 2 * RunLimit.HOURS + 50;
  private static final List<String> ALL =
      IntStream.range(0, HOURS)
          .mapToObj(i -> Hour.parse("2026-01-01T00:00:00Z").start().plusSeconds(3600L * i))
          .map(start -> Hour.of(start).toString())
          .toList();

  private final Notes notes = new Notes();
  private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();

  @BeforeEach
  void startWorker() {
    io.temporal.worker.Worker worker = temporal.newWorker(TemporalConnection.TASK_QUEUE);
    worker.registerWorkflowImplementationTypes(
        CompactHoursWorkflow.class, SealHoursWorkflow.class, LambdaHourWorkflow.class);
    worker.registerActivitiesImplementations(notes, new Listing());
    temporal.start();
  }

  @AfterEach
  void end() {
    temporal.close();
  }

  private WorkflowStub workflow(String type) {
    WorkflowClient client = temporal.getWorkflowClient();
    return client.newUntypedWorkflowStub(
        type, WorkflowOptions.newBuilder().setTaskQueue(TemporalConnection.TASK_QUEUE).build());
  }

  private WorkflowStub start(String type, Map<String, Object> input) {
    WorkflowStub stub = workflow(type);
    stub.start(json(input));
    return stub;
  }

  private static Object json(Map<String, Object> input) {
    return JsonMapper.builder().build().valueToTree(input);
  }

  private static void awaitProgress(WorkflowStub walk, String beginning) {
    Awaitility.await()
        .until(() -> walk.query("progress", String.class), now -> now.startsWith(beginning));
  }

  private void assertWalksToItsEnd(WorkflowStub walk) {
    assertThat(walk.getResult(JsonNode.class).path("done").asInt()).isEqualTo(HOURS - 1);
    assertThat(notes.hours).containsExactlyInAnyOrderElementsOf(ALL);
  }

  private static Map<String, Object> range() {
    return Map.of(
        "stream",
        "s",
        "from",
        "2026-01-01T00:00:00Z",
        "to",
        "2027-01-01T00:00:00Z",
        "parallelism",
        16);
  }

  @Test
  void aRangeOfManyHoursIsWalkedInSeveralRunsAndNoneIsMissedOrTakenTwice() {
    WorkflowStub walk = start("CompactHours", range());

    assertThat(walk.getResult(JsonNode.class).path("failed")).hasSize(1);
    assertWalksToItsEnd(walk);
  }

  @Test
  void aPauseThatComesBeforeTheFirstStepIsKept() {
    WorkflowStub walk = workflow("CompactHours");
    walk.signalWithStart("pause", new Object[0], new Object[] {json(range())});

    awaitProgress(walk, "paused: 0 hours done; 0 of");
    assertThat(notes.hours).isEmpty();

    walk.signal("resume");
    assertWalksToItsEnd(walk);
  }

  @Test
  void aPauseThatComesBetweenTwoRunsIsKept() {
    int run = RunLimit.HOURS;
    notes.hold = new CountDownLatch(1);
    notes.held = hour -> hour.equals(ALL.get(run - 1));
    WorkflowStub walk = start("CompactHours", range());
    notes.awaitFirst();

    walk.signal("pause");
    notes.hold.countDown();

    awaitProgress(walk, "paused: %d hours done, 1 failed; %d of".formatted(run - 1, run));
    assertThat(notes.hours).hasSize(run);
    walk.signal("resume");
    assertWalksToItsEnd(walk);
  }

  @Test
  void manyHoursThatAreDueAreSealedInSeveralRunsPastThoseThatFail() {
    assertThatThrownBy(() -> start("SealHours", Map.of("stream", "s")).getResult(List.class))
        .isInstanceOf(WorkflowFailedException.class)
        .cause()
        .hasMessageContaining("not sealed: [" + Notes.BAD + "]");

    assertThat(notes.hours).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void cancelEndsARangeBetweenHours() {
    notes.hold = new CountDownLatch(1);
    WorkflowStub walk = start("CompactHours", range());
    notes.awaitFirst();

    walk.cancel();
    notes.hold.countDown();

    assertThatThrownBy(() -> walk.getResult(JsonNode.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
    assertThat(notes.hours).hasSizeLessThan(HOURS);
  }

  /// Notes which hours were taken. One fails for good.
  private static final class Notes implements HourActivities {
    private static final String BAD = "2026-01-02T00:00:00Z";

    private final ConcurrentLinkedQueue<String> hours = new ConcurrentLinkedQueue<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private @Nullable CountDownLatch hold;
    private Predicate<String> held = _ -> true;

    private void take(HourInput hour) {
      hours.add(hour.hour());
      CountDownLatch until = hold;
      if (until != null && held.test(hour.hour())) {
        first.countDown();
        await(until);
      }
      if (hour.hour().equals(BAD)) {
        throw ApplicationFailure.newNonRetryableFailure("bad", "FATAL");
      }
    }

    /// The first that is held.
    private void awaitFirst() {
      await(first);
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public boolean close(HourInput hour) {
      take(hour);
      return true;
    }

    @Override
    public CompactionReport compact(HourInput hour) {
      take(hour);
      return new CompactionReport(hour.stream(), hour.hour(), 3, 1);
    }

    @Override
    public HourReport report(HourInput hour) {
      return new HourReport(hour.stream(), hour.hour(), "sealed", 0, 0, 0, 0);
    }

    @Override
    public void archive(HourInput hour) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void recompute(HourInput hour) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void reconcile(HourInput hour) {
      throw new UnsupportedOperationException();
    }

    @Override
    public HourReport seal(HourInput hour) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void reopen(HourInput hour) {
      throw new UnsupportedOperationException();
    }

    @Override
    public RepairReport repair(HourInput hour) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ErasureReport erase(HourInput hour, Erasure erasure) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ReplayReport replay(HourInput hour, ReplayRequest request) {
      throw new UnsupportedOperationException();
    }
  }

  /// Lists the hours.
  private static final class Listing implements StreamActivities {
    @Override
    public List<String> unsealed(StreamInput stream) {
      return ALL;
    }

    @Override
    public List<String> hours(RangeInput range) {
      return ALL.stream().filter(hour -> hour.compareTo(range.from()) >= 0).toList();
    }

    @Override
    public List<String> served(RangeInput range) {
      return hours(range);
    }

    @Override
    public List<String> notServed(RangeInput range) {
      return List.of();
    }

    @Override
    public ErasureReport eraseRows(StreamInput stream, Erasure erasure) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long secondsUntilTidy(StreamInput stream) {
      throw new UnsupportedOperationException();
    }

    @Override
    public RetentionReport tidy(StreamInput stream) {
      throw new UnsupportedOperationException();
    }
  }
}
