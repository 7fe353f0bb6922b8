package lambda.batch.deadletter;

/// Dead letters of a stream with one reason.
///
/// @param first when the first of them arrived, ISO-8601
/// @param last when the last of them arrived
/// @param partition where the first of them stood in the log
/// @param offset where the first of them stood in the log
/// @param sample the beginning of the first one's value
public record DeadLetterGroup(
    String stream,
    String reason,
    long count,
    String first,
    String last,
    int partition,
    long offset,
    String sample) {}
