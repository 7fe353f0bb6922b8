package lambda.tests.simulation.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What happened, a line for each step, if somebody wants to read it.
public final class Trace {
  private final boolean on;
  private final List<String> lines = new ArrayList<>();

  public Trace(boolean on) {
    this.on = on;
  }

  boolean on() {
    return on;
  }

  /// @param about described only if the trace is on
  public void add(long time, String who, String what, Object about) {
    if (on) {
      lines.add("%s %-12s %s %s".formatted(Instant.ofEpochMilli(time), who, what, about));
    }
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
