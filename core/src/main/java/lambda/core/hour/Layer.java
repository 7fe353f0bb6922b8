package lambda.core.hour;

import java.util.Locale;

/// The layers that decide hours and compute partials.
public enum Layer {
  SPEED,
  BATCH;

  /// The layer's name in Postgres: `speed`, `batch`. Also the schema that holds its partials.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
