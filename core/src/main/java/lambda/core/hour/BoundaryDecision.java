package lambda.core.hour;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/// Where an hour begins in a partition, if that can be decided yet.
public sealed interface BoundaryDecision {

  /// It begins at this offset.
  record At(long firstOffset) implements BoundaryDecision {}

  /// The partition may still receive a record of the previous hour; ask again at this time.
  record NotBefore(Instant time) implements BoundaryDecision {}

  /// The hour begins with the first record whose timestamp reaches it. If there is none, the hour
  /// begins at the end of the log once the grace period is over. It never begins before an offset
  /// that the speed layer has folded into an earlier hour, nor after a later hour that is already
  /// decided.
  ///
  /// @param natural the first offset whose [plausible][PlausibleTime] timestamp reaches the hour.
  ///   Kafka also counts aborted records and transaction markers, which the speed layer passes
  ///   without a decision
  /// @param folded the offset before which no hour can begin any more: what the speed layer has
  ///   folded, and the beginnings of earlier hours; read under the lock under which the decision is
  ///   stored
  /// @param logEnd the offset of the next record, read at some time before
  /// @param following where the next decided hour begins
  static BoundaryDecision decide(
      Hour hour,
      OptionalLong natural,
      long folded,
      long logEnd,
      OptionalLong following,
      Instant now,
      Duration grace) {
    Instant settled = hour.start().plus(grace);
    if (natural.isEmpty() && following.isEmpty() && now.isBefore(settled)) {
      return new NotBefore(settled);
    }
    long earliest = Math.max(natural.orElse(logEnd), folded);
    return new At(Math.min(earliest, following.orElse(Long.MAX_VALUE)));
  }
}
