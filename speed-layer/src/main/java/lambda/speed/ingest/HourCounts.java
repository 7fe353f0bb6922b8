package lambda.speed.ingest;

/// What a partition saw of one hour since the last flush. One owner.
final class HourCounts {
  long records;
  long deadLetters;
  long duplicates;
}
