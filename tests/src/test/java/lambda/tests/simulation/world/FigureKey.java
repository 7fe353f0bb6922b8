package lambda.tests.simulation.world;

/// What identifies a figure of the view: window and key.
public record FigureKey(long window, String key) implements Comparable<FigureKey> {
  @Override
  public int compareTo(FigureKey other) {
    int order = Long.compare(window, other.window);
    return order != 0 ? order : key.compareTo(other.key);
  }
}
