package lambda.tests.simulation.world;

import java.time.Instant;
import java.time.InstantSource;
import lambda.tests.simulation.schedule.Scheduler;

/// The clock of one machine, which may be wrong.
public final class SimulatedClock implements InstantSource {
  private final Scheduler scheduler;
  private long errorMillis;

  public SimulatedClock(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  public void setWrongBy(long millis) {
    errorMillis = millis;
  }

  @Override
  public long millis() {
    return scheduler.now() + errorMillis;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }
}
