package lambda.batch.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.duckdb.DuckDb;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.kafka.TopicReader;

/// Copies records from Kafka's log into an object of events and one of dead letters. Their keys
/// name the offsets. Thread-safe.
public final class RangeCopier {
  private final Path work;
  private final long fileBytes;
  private final ArchiveUploader uploader;
  private final DuckDb duck;

  /// @param work a folder for files on their way to S3
  /// @param fileBytes about how many bytes go into one file
  public RangeCopier(Path work, long fileBytes, ArchiveUploader uploader, DuckDb duck) {
    this.work = work;
    this.fileBytes = fileBytes;
    this.uploader = uploader;
    this.duck = duck;
  }

  /// Copies all records of a range, into several objects if they do not fit into one.
  ///
  /// @param mark the suffix of the objects' names
  public List<ArchivedRange> copyAll(
      StreamDefinition stream, Hour hour, OffsetRange range, TopicReader topic, String mark) {
    List<ArchivedRange> copies = new ArrayList<>();
    for (OffsetRange rest = range; !rest.isEmpty(); ) {
      ArchivedRange copy = copy(stream, hour, rest, topic, mark);
      copies.add(copy);
      rest = rest.from(copy.range().next());
    }
    return copies;
  }

  /// Copies the first records of a range: all of them, unless they do not fit into one object.
  private ArchivedRange copy(
      StreamDefinition stream, Hour hour, OffsetRange range, TopicReader topic, String mark) {
    try (RangeWriter writer = new RangeWriter(stream, duck, work)) {
      OffsetRange part = writer.write(hour, range, topic.records(range), fileBytes);
      List<ArchiveFile> files = new ArrayList<>();
      if (writer.deadLetterCount() > 0) {
        String key = key(Kind.DLQ, stream, hour, part, mark);
        files.add(
            uploader.put(
                stream.name(),
                hour,
                key,
                Kind.DLQ,
                writer.deadLetterCount(),
                writer.deadLetters(part)));
      }
      if (writer.eventCount() > 0) {
        String key = key(Kind.RAW, stream, hour, part, mark);
        files.add(
            uploader.put(stream.name(), hour, key, Kind.RAW, writer.eventCount(), writer.events()));
      }
      long gaps = part.size() - writer.eventCount() - writer.deadLetterCount();
      return new ArchivedRange(part, writer.eventCount(), writer.deadLetterCount(), gaps, files);
    }
  }

  /// `raw/pageviews/year=…/month=…/day=…/hour=…/pageviews-p0-<first>-<next>.parquet`
  private static String key(
      Kind kind, StreamDefinition stream, Hour hour, OffsetRange part, String mark) {
    return String.format(
        Locale.ROOT,
        "%s/%s/%s/%s-p%d-%020d-%020d%s.parquet",
        kind.folder(),
        stream.name(),
        hour.path(),
        stream.name(),
        part.partition(),
        part.first(),
        part.next(),
        mark);
  }
}
