package lambda.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import lambda.tests.stack.StepGate;
import lambda.tests.stack.TestStack;
import lambda.tests.stack.TestWorker;

/// Runs workflows to completion with a worker that is killed repeatedly, with SIGKILL: at every
/// step that writes, when only the write remains. Reproducible by its seed, except for timing.
final class KillLoop {
  private static final Duration STEP = Duration.ofMinutes(2);
  private static final int MAX_KILLS_PER_STEP = 2;

  private final TestStack stack;
  private final TestWorker worker;
  private final Random random;
  private final Map<String, Integer> kills = new TreeMap<>();

  KillLoop(TestStack stack, TestWorker worker, long seed) {
    this.stack = stack;
    this.worker = worker;
    random = new Random(seed);
  }

  /// How often the worker was killed, by the steps that were running.
  Map<String, Integer> kills() {
    return kills;
  }

  int total() {
    return kills.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// Runs a workflow to completion.
  ///
  /// @param table the worker is killed when it is about to write to this table
  JsonNode run(String type, Object input, String table) {
    WorkflowStub workflow = worker.start(type, input);
    Map<Set<String>, Integer> killed = new HashMap<>();
    try (StepGate gate = new StepGate(stack.database().jdbi(), table)) {
      gate.shut();
      while (true) {
        await()
            .atMost(STEP)
            .pollInterval(Duration.ofMillis(50))
            .until(() -> gate.hasWaiters() || worker.over(workflow));
        if (worker.over(workflow)) {
          return workflow.getResult(JsonNode.class);
        }
        Set<String> steps = await().atMost(STEP).until(worker::steps, found -> !found.isEmpty());
        // Always the first time; later at random, so that it is also killed deeper in a long step.
        int before = killed.merge(steps, 1, Integer::sum) - 1;
        if (before == 0 || (before < MAX_KILLS_PER_STEP && random.nextBoolean())) {
          worker.kill();
          note(type, steps);
          gate.open();
          worker.start();
          gate.shut();
        } else {
          gate.letThrough();
        }
      }
    }
  }

  /// Runs a workflow to completion, and kills the worker a few times at random moments.
  JsonNode runAtRandom(String type, Object input, int times) throws InterruptedException {
    WorkflowStub workflow = worker.start(type, input);
    for (int i = 0; i < times && !worker.over(workflow); i++) {
      await().atMost(STEP).until(() -> !worker.steps().isEmpty() || worker.over(workflow));
      // The moment itself is what is tested, so this sleep waits for no condition.
      Thread.sleep(random.nextInt(1_000));
      Set<String> steps = worker.steps();
      worker.kill();
      note(type, steps);
      worker.start();
    }
    return workflow.getResult(JsonNode.class);
  }

  private void note(String type, Set<String> steps) {
    kills.merge(type + " at " + String.join(", ", steps), 1, Integer::sum);
    assertThat(total()).as("endless kills: %s", kills).isLessThan(1_000);
  }
}
