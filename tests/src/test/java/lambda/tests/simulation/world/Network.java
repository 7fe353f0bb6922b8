package lambda.tests.simulation.world;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import lambda.tests.simulation.schedule.Crash;
import lambda.tests.simulation.schedule.Fault;
import lambda.tests.simulation.schedule.Faults;
import lambda.tests.simulation.schedule.Scheduler;
import lambda.tests.simulation.schedule.Situation;
import lambda.tests.simulation.schedule.Tally;

/// Calls from processes to servers. At each call other processes go on; the caller may die before
/// or after it, or freeze; the request or its answer may get lost.
public final class Network {
  private static final Duration LONGEST_FREEZE = Duration.ofMinutes(90);

  private final Scheduler scheduler;
  private final Faults faults;
  private final Tally tally;
  private final RandomGenerator random;

  public Network(Scheduler scheduler, Faults faults, Tally tally, RandomGenerator random) {
    this.scheduler = scheduler;
    this.faults = faults;
    this.tally = tally;
    this.random = random;
  }

  /// @param about what the call is about, for the trace
  /// @param effect what the server does
  <T> T call(Server server, String what, Object about, Supplier<T> effect) {
    request(server);
    T result = effect.get();
    if (scheduler.tracing()) {
      scheduler.trace(what, about + " -> " + result);
    }
    answer(server);
    return result;
  }

  /// A call of Postgres.
  public <T> T callPostgres(String what, Object about, Supplier<T> effect) {
    return call(Server.POSTGRES, what, about, effect);
  }

  private void request(Server server) {
    scheduler.step();
    if (faults.strikes(Fault.PROCESS_DIES_BEFORE_A_CALL)) {
      throw new Crash();
    }
    mayFreeze(1);
    if (faults.strikes(server.silent)) {
      throw unavailable(server);
    }
  }

  /// Between the request and its answer, other processes may go on, for hours if the caller
  /// freezes.
  private void mayFreeze(double factor) {
    if (faults.strikes(Fault.PROCESS_FREEZES, factor)) {
      scheduler.trace("freezes", "");
      scheduler.sleep(LONGEST_FREEZE.dividedBy(1L << random.nextInt(7)));
    }
  }

  private void answer(Server server) {
    if (faults.strikes(server.answerLost)) {
      throw unavailable(server);
    }
    if (faults.strikes(Fault.PROCESS_DIES_AFTER_A_CALL)) {
      throw new Crash();
    }
  }

  /// Other processes go on while the caller waits for the rest of its call.
  public void waitInside(Duration longest) {
    scheduler.sleep(Duration.ofMillis(random.nextLong(longest.toMillis())));
    if (faults.strikes(Fault.PROCESS_DIES_BEFORE_A_CALL, 5)) {
      throw new Crash();
    }
    mayFreeze(5);
  }

  public Unavailable postgresUnavailable() {
    return unavailable(Server.POSTGRES);
  }

  Unavailable unavailable(Server server) {
    scheduler.trace("no answer from", server);
    return new Unavailable(server);
  }

  public boolean strikes(Fault fault) {
    return faults.strikes(fault);
  }

  public void saw(Situation situation) {
    tally.count(situation);
    scheduler.trace("", situation);
  }

  public Scheduler scheduler() {
    return scheduler;
  }

  public RandomGenerator random() {
    return random;
  }
}
