package lambda.batch.archive;

import java.util.List;
import lambda.core.hour.OffsetRange;

/// A range of offsets that was copied to the archive.
///
/// @param files the files that hold its records; none if it has no records
/// @param gaps how many of its offsets hold no record
public record ArchivedRange(
    OffsetRange range, long events, long deadLetters, long gaps, List<ArchiveFile> files) {
  public ArchivedRange {
    files = List.copyOf(files);
  }
}
