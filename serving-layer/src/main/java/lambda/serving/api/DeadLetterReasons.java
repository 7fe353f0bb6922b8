package lambda.serving.api;

import java.util.List;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;

/// The malformed records of the archive, which only the batch layer can read. One thread at a time.
@FunctionalInterface
public interface DeadLetterReasons {

  /// The dead letters with the same reason. Stable: programs read it, as from `./lambda dlq
  /// --json`.
  ///
  /// @param first when the first of them arrived
  /// @param last when the last of them arrived
  /// @param partition of the first of them in Kafka
  /// @param offset of the first of them in Kafka
  /// @param sample the beginning of the value of the first of them
  record Reason(
      String stream,
      String reason,
      long count,
      String first,
      String last,
      int partition,
      long offset,
      String sample) {}

  /// The reasons of a span's archived hours, the most frequent first.
  ///
  /// @param from inclusive
  /// @param to exclusive
  /// @param limit how many reasons at most
  /// @throws LambdaException if the archive cannot be read
  List<Reason> list(String stream, Hour from, Hour to, int limit);
}
