package lambda.core.hour;

import java.util.Locale;

/// How far an hour has come. The states are in order; an hour is in exactly one of them.
public enum HourState {
  /// Records may still arrive.
  OPEN,
  /// Every partition's boundaries are decided, so the hour's records are settled.
  CLOSED,
  /// Every record is in the archive.
  ARCHIVED,
  /// The batch layer has computed its partials, and serves the hour.
  RECOMPUTED,
  /// Both layers were compared, and differences healed.
  RECONCILED,
  /// The batch partials are the truth.
  SEALED;

  /// The state's name in `lambda.hours`, in JSON and on screen: `sealed`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The state of that label.
  public static HourState of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
