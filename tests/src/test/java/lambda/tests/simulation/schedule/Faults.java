package lambda.tests.simulation.schedule;

import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Decides when which fault strikes. Each seed has its own selection of faults and its own rate of
/// each: rare ones next to frequent ones find more than all of them at one rate (Groce et al.,
/// "Swarm Testing", 2012).
public final class Faults {
  private static final double[] RATES = {0.002, 0.01, 0.04};

  private final RandomGenerator random;
  private final Tally tally;
  private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);
  private boolean over;

  public Faults(RandomGenerator random, Tally tally) {
    this.random = random;
    this.tally = tally;
    for (Fault fault : Fault.values()) {
      rates.put(fault, random.nextInt(3) == 0 ? 0 : RATES[random.nextInt(RATES.length)]);
    }
  }

  /// Whether the fault strikes now.
  public boolean strikes(Fault fault) {
    return strikes(fault, 1);
  }

  /// Whether the fault strikes now.
  ///
  /// @param factor how much more often than once for each call of a service
  public boolean strikes(Fault fault, double factor) {
    double rate = rates.getOrDefault(fault, 0.0) * factor;
    if (over || rate == 0 || random.nextDouble() >= rate) {
      return false;
    }
    tally.count(fault);
    return true;
  }

  /// Ends all faults.
  public void end() {
    over = true;
  }

  public boolean over() {
    return over;
  }
}
