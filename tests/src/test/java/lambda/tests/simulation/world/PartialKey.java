package lambda.tests.simulation.world;

import lambda.core.hour.Hour;

/// What identifies a partial: the hour of arrival and the figure to which it adds.
public record PartialKey(Hour hour, FigureKey figure) implements Comparable<PartialKey> {
  @Override
  public int compareTo(PartialKey other) {
    int order = hour.compareTo(other.hour);
    return order != 0 ? order : figure.compareTo(other.figure);
  }
}
