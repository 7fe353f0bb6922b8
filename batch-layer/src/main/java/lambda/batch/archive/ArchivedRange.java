package lambda.batch.archive;

import java.util.List;
import lambda.core.hour.OffsetRange;

/// One range of offsets as it was copied to the archive.
///
/// @param files where its records are; none if the range holds none
/// @param gaps offsets that hold no record
public record ArchivedRange(
    OffsetRange range, long events, long deadLetters, long gaps, List<ArchiveFile> files) {
  public ArchivedRange {
    files = List.copyOf(files);
  }
}
