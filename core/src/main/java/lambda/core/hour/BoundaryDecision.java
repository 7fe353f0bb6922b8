package lambda.core.hour;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/// Where an hour begins in a partition, as far as that can be said now.
public sealed interface BoundaryDecision {

  /// It begins at this offset.
  record At(long firstOffset) implements BoundaryDecision {}

  /// The partition may still get a record of the hour before; ask again then.
  record NotBefore(Instant time) implements BoundaryDecision {}

  /// The rule: the first record that reaches the hour begins it. Where there is none, the hour
  /// begins at the end of the log once the grace is over. It never begins after an hour that is
  /// decided to follow it.
  ///
  /// @param natural the first offset whose timestamp reaches the hour
  /// @param logEnd the offset of the next record; not less than any that was ever folded
  /// @param following where the next decided hour after it begins
  static BoundaryDecision decide(
      Hour hour,
      OptionalLong natural,
      long logEnd,
      OptionalLong following,
      Instant now,
      Duration grace) {
    Instant settled = hour.start().plus(grace);
    if (natural.isEmpty() && following.isEmpty() && now.isBefore(settled)) {
      return new NotBefore(settled);
    }
    return new At(Math.min(natural.orElse(logEnd), following.orElse(Long.MAX_VALUE)));
  }
}
