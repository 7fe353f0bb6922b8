package lambda.batch.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lambda.batch.BatchConfig;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.duckdb.DuckDb;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.kafka.TopicReader;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/// Copies records from Kafka's log into an object of events and one of dead letters, whose names
/// tell their offsets.
public final class RangeCopier implements AutoCloseable {
  private final BatchConfig config;
  private final ArchiveUploader uploads;
  private final DuckDb duck;
  private final BufferAllocator memory = new RootAllocator();

  public RangeCopier(BatchConfig config, ArchiveUploader uploads, DuckDb duck) {
    this.config = config;
    this.uploads = uploads;
    this.duck = duck;
  }

  /// Copies all records of a range, into several objects if they are too large for one.
  ///
  /// @param mark ends the objects' names
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

  /// Copies the first records of a range: all, unless they are too large for one object.
  private ArchivedRange copy(
      StreamDefinition stream, Hour hour, OffsetRange range, TopicReader topic, String mark) {
    try (RangeWriter writer = new RangeWriter(stream, duck, memory, config.work())) {
      OffsetRange part = writer.write(range, topic.records(range), config.fileBytes());
      List<ArchiveFile> files = new ArrayList<>();
      if (writer.deadLetterCount() > 0) {
        String key = key(Kind.DLQ, stream, hour, part, mark);
        files.add(uploads.put(key, Kind.DLQ, writer.deadLetterCount(), writer.deadLetters(part)));
      }
      if (writer.eventCount() > 0) {
        String key = key(Kind.RAW, stream, hour, part, mark);
        files.add(uploads.put(key, Kind.RAW, writer.eventCount(), writer.events()));
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

  @Override
  public void close() {
    memory.close();
  }
}
