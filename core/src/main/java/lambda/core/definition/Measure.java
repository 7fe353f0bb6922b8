package lambda.core.definition;

/// A figure that a view keeps for each window and key.
public record Measure(String name, Kind kind) {

  /// How a measure is computed.
  public enum Kind {
    /// How many events there were.
    COUNT
  }
}
