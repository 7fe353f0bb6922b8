package lambda.tests.simulation.schedule;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How often each fault struck and each situation occurred, over all seeds of a run. One thread.
public final class Tally {
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private final Map<Situation, Long> situations = new EnumMap<>(Situation.class);

  public void count(Fault fault) {
    faults.merge(fault, 1L, Long::sum);
  }

  public void count(Situation situation) {
    situations.merge(situation, 1L, Long::sum);
  }

  /// What never happened.
  public List<String> missing() {
    return Stream.concat(
            Stream.of(Fault.values()).filter(fault -> !faults.containsKey(fault)),
            Stream.of(Situation.values()).filter(situation -> !situations.containsKey(situation)))
        .map(Object::toString)
        .toList();
  }

  /// How many faults struck.
  public long struck() {
    return faults.values().stream().mapToLong(Long::longValue).sum();
  }

  /// A line for each fault and each situation.
  @Override
  public String toString() {
    return Stream.concat(faults.entrySet().stream(), situations.entrySet().stream())
        .map(entry -> "%,12d  %s".formatted(entry.getValue(), entry.getKey()))
        .collect(Collectors.joining("\n"));
  }
}
