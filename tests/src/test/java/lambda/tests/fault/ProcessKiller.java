package lambda.tests.fault;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import lambda.local.supervise.ServerStatus;
import lambda.tests.stack.ProductProcess;
import lambda.tests.stack.TestStack;

/// Kills the processes of a stack, and others next to it, with SIGKILL, each as often as any other.
/// Their order is determined by the seed. The stack's supervisor restarts its processes; the others
/// are restarted here. One thread.
final class ProcessKiller {
  private static final Duration RESTART = Duration.ofMinutes(2);
  private static final int LONGEST_PAUSE = 4_000;

  private final TestStack stack;
  private final Map<String, ProductProcess> others;
  private final List<String> names;
  private final Random random;
  private final Deque<String> next = new ArrayDeque<>();
  private final Map<String, Integer> kills = new TreeMap<>();

  /// @param others the processes next to the stack, by name; they have been started
  ProcessKiller(TestStack stack, Map<String, ProductProcess> others, long seed) {
    this.stack = stack;
    this.others = new TreeMap<>(others);
    random = new Random(seed);
    names = new ArrayList<>(stack.servers().stream().map(ServerStatus::name).toList());
    names.addAll(this.others.keySet());
  }

  /// How often each process was killed.
  Map<String, Integer> kills() {
    return kills;
  }

  int processes() {
    return names.size();
  }

  /// Kills one process at a random moment within the next seconds.
  void kill() throws InterruptedException {
    // The moment itself is what is tested, so this sleep waits for no condition.
    Thread.sleep(random.nextInt(LONGEST_PAUSE));
    if (next.isEmpty()) {
      List<String> shuffled = new ArrayList<>(names);
      Collections.shuffle(shuffled, random);
      next.addAll(shuffled);
    }
    String name = next.remove();
    ProductProcess other = others.get(name);
    if (other == null) {
      await().atMost(RESTART).until(() -> isUp(name));
      stack.kill(name);
    } else {
      other.kill();
    }
    restartOthers();
    kills.merge(name, 1, Integer::sum);
  }

  private boolean isUp(String name) {
    restartOthers();
    ProductProcess other = others.get(name);
    return other == null ? stack.isUp(name) : other.isUp();
  }

  /// Starts the processes again that are dead, also those that ended by themselves.
  private void restartOthers() {
    others.values().stream().filter(process -> !process.isAlive()).forEach(ProductProcess::start);
  }

  /// Waits until every process has been restarted and is well.
  void awaitAll() {
    names.forEach(name -> await(name).atMost(RESTART).until(() -> isUp(name)));
  }
}
