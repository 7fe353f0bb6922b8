package lambda.batch.deadletter;

/// The dead letters of a stream that have the same reason.
///
/// @param first when the first of them arrived, ISO-8601
/// @param last when the last of them arrived
/// @param partition the partition of the first of them in Kafka
/// @param offset the offset of the first of them in Kafka
/// @param sample the beginning of the value of the first of them
public record DeadLetterGroup(
    String stream,
    String reason,
    long count,
    String first,
    String last,
    int partition,
    long offset,
    String sample) {}
