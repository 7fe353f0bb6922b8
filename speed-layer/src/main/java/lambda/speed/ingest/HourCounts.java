package lambda.speed.ingest;

/// What was counted for one hour of a partition since the last flush. One owner.
final class HourCounts {
  long records;
  long deadLetters;
  long duplicates;
}
