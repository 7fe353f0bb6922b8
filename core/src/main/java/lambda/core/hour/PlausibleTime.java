package lambda.core.hour;

import java.time.Duration;
import java.time.Instant;

/// Which timestamps of records say when a record arrived. Producers set them, and not every topic
/// bounds them: 0, microseconds, and years ahead occur. A timestamp that is not plausible says
/// nothing, so its record belongs to the hour in progress.
public final class PlausibleTime {
  /// How far a timestamp may run ahead of the reader's clock: Kafka's own default limit for topics.
  public static final Duration AHEAD = Duration.ofHours(1);

  /// How far the first record of a partition may lie back.
  public static final Duration BACK = Duration.ofDays(366);

  private PlausibleTime() {}

  /// Whether the timestamp may begin a later hour.
  public static boolean mayBegin(Instant timestamp, Instant now) {
    return !timestamp.isAfter(now.plus(AHEAD));
  }

  /// The hour of a partition's first record: that of its timestamp, or the present one.
  public static Hour first(Instant timestamp, Instant now) {
    boolean plausible = mayBegin(timestamp, now) && !timestamp.isBefore(now.minus(BACK));
    return Hour.of(plausible ? timestamp : now);
  }
}
