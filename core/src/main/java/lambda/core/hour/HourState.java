package lambda.core.hour;

import java.util.Locale;

/// The progress of an hour. The states are in order; an hour is in exactly one of them.
public enum HourState {
  /// Records may still arrive.
  OPEN,
  /// Every partition's boundaries are decided, so the set of the hour's records is final.
  CLOSED,
  /// Every record is in the archive.
  ARCHIVED,
  /// The batch layer has computed its partials, and serves the hour.
  RECOMPUTED,
  /// Both layers were compared, and differences corrected.
  RECONCILED,
  /// The batch partials are final.
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
