package lambda.tests.simulation.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Runs simulated processes, one at a time, and decides at each of their steps who goes on. A
/// process is plain blocking code on a virtual thread; it hands its turn over at every call of a
/// simulated service. So the interleaving depends on the seed alone.
///
/// Simulated time passes at each step. If every process sleeps, time jumps to the first that wakes.
public final class Scheduler implements AutoCloseable {
  /// How much time a step takes at most.
  private static final int STEP_MILLIS = 6_000;

  private static final int LONGEST_DOWNTIME_MILLIS = 20 * 60_000;

  private final RandomGenerator random;
  private final Trace trace;
  private final List<Actor> processes = new ArrayList<>();
  private final Actor main = new Actor("main");
  private Actor running = main;
  private @Nullable Throwable failure;
  private BooleanSupplier goal = () -> true;
  private boolean faultless;
  private long now;
  private long steps;
  private long limit;

  public Scheduler(RandomGenerator random, Trace trace, long now) {
    this.random = random;
    this.trace = trace;
    this.now = now;
  }

  /// Adds a process. When it dies, it begins again after a while.
  ///
  /// @param program makes what it runs; called at each start
  public void start(String name, Supplier<? extends Runnable> program) {
    Actor process = new Actor(name);
    processes.add(process);
    process.thread = Thread.ofVirtual().name(name).start(() -> run(process, program));
  }

  private void run(Actor process, Supplier<? extends Runnable> program) {
    process.awaitTurn();
    while (!process.doomed && failure == null) {
      try {
        program.get().run();
        process.wakesAt = Long.MAX_VALUE;
        step();
      } catch (Crash _) {
        if (!process.doomed) {
          process.wakesAt = now + random.nextInt(faultless ? 1_000 : LONGEST_DOWNTIME_MILLIS);
          trace("died", "");
          try {
            step();
          } catch (Crash _) {
            // The simulation ends.
          }
        }
      } catch (Throwable e) {
        failure = e;
      }
    }
    process.ended = true;
    handOver(main);
  }

  /// Runs the processes until the goal is reached or the steps are used up.
  ///
  /// @return whether the goal is reached
  public boolean run(BooleanSupplier until, long maxSteps) {
    goal = until;
    limit = steps + maxSteps;
    main.thread = Thread.currentThread();
    handOver(choose());
    main.awaitTurn();
    if (failure != null) {
      throw new AssertionError(failure.getMessage(), failure);
    }
    return goal.getAsBoolean();
  }

  /// From now on, processes that sleep or are down wake soon.
  public void wakeAll() {
    faultless = true;
    processes.forEach(process -> process.wakesAt = Math.min(process.wakesAt, now));
  }

  /// Lets other processes go on; called by the running process before each of its calls.
  public void step() {
    Actor self = running;
    Actor next = choose();
    if (next != self) {
      handOver(next);
      self.awaitTurn();
    }
    if (self.doomed || self.killed) {
      self.killed = false;
      throw new Crash();
    }
  }

  /// Kills all processes but the running one.
  public void killOthers() {
    processes.stream()
        .filter(process -> process != running)
        .forEach(process -> process.killed = true);
  }

  /// Lets the running process wait.
  public void sleep(Duration duration) {
    running.wakesAt = now + duration.toMillis();
    step();
  }

  private void handOver(Actor next) {
    running = next;
    next.giveTurn();
  }

  private Actor choose() {
    steps++;
    if (failure != null || steps > limit || (steps % 8 == 0 && goal.getAsBoolean())) {
      return main;
    }
    now += random.nextInt(STEP_MILLIS);
    if (running.wakesAt <= now && running != main && random.nextBoolean()) {
      return running;
    }
    int awake = 0;
    long first = Long.MAX_VALUE;
    for (Actor process : processes) {
      first = Math.min(first, process.wakesAt);
      awake += process.wakesAt <= now ? 1 : 0;
    }
    if (awake == 0) {
      now = first;
      awake = (int) processes.stream().filter(process -> process.wakesAt <= now).count();
    }
    int chosen = random.nextInt(awake);
    for (Actor process : processes) {
      if (process.wakesAt <= now && chosen-- == 0) {
        return process;
      }
    }
    throw new IllegalStateException("no process is awake");
  }

  public boolean tracing() {
    return trace.on();
  }

  public void trace(String what, Object about) {
    trace.add(now, running.name, what, about);
  }

  public String running() {
    return running.name;
  }

  /// The true time, milliseconds since the epoch.
  public long now() {
    return now;
  }

  public long steps() {
    return steps;
  }

  /// Ends all processes.
  @Override
  public void close() {
    main.thread = Thread.currentThread();
    for (Actor process : processes) {
      process.doomed = true;
      if (!process.ended) {
        handOver(process);
        main.awaitTurn();
      }
    }
  }
}
