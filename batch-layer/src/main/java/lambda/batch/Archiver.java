package lambda.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lambda.batch.ArchiveFile.Kind;
import lambda.core.event.EventDecoder;
import lambda.core.hour.OffsetRange;

/// Copies the records of an hour to S3, exactly once.
///
/// The key of an object is derived from its offsets and it is put only if absent, so a retry finds
/// what it made before; the manifest then takes it in one transaction. What is committed is skipped
/// when the step is repeated.
public final class Archiver {
  private final BatchConfig config;
  private final Manifest manifest;
  private final Uploads uploads;
  private final Duck duck;

  Archiver(BatchConfig config, Manifest manifest, Uploads uploads, Duck duck) {
    this.config = config;
    this.manifest = manifest;
    this.uploads = uploads;
    this.duck = duck;
  }

  /// Archives what is not archived yet.
  void archive(ClosedHour hour, Progress progress) {
    EventDecoder decoder = new EventDecoder(hour.stream());
    long done = 0;
    try (LogReader log = new LogReader(config.kafka(), hour.stream().topic())) {
      for (OffsetRange range : hour.ranges()) {
        OffsetRange rest = range.from(manifest.committed(hour.stream().name(), range));
        done += range.size() - rest.size();
        while (!rest.isEmpty()) {
          progress.report("archiving " + rest, done, hour.size());
          OffsetRange part = rest.head(config.objectRecords());
          manifest.commit(hour, range, write(hour, part, decoder, log));
          done += part.size();
          rest = rest.from(part.next());
        }
      }
    }
    manifest.complete(hour);
    progress.report("archived", done, hour.size());
  }

  private ArchivedRange write(
      ClosedHour hour, OffsetRange part, EventDecoder decoder, LogReader log) {
    try (ObjectWriter writer = new ObjectWriter(hour.stream(), decoder, config.work())) {
      log.read(part, writer::add);
      List<ArchiveFile> files = new ArrayList<>();
      if (writer.deadLetterCount() > 0) {
        String key = key(Kind.DLQ, hour, part);
        files.add(
            uploads.put(key, Kind.DLQ, writer.deadLetterCount(), writer.deadLetters(duck, part)));
      }
      if (writer.eventCount() > 0) {
        String key = key(Kind.RAW, hour, part);
        files.add(uploads.put(key, Kind.RAW, writer.eventCount(), writer.events(duck, part)));
      }
      long gaps = part.size() - writer.eventCount() - writer.deadLetterCount();
      return new ArchivedRange(part, writer.eventCount(), writer.deadLetterCount(), gaps, files);
    }
  }

  /// `raw/pageviews/year=…/month=…/day=…/hour=…/pageviews-p0-<first>-<next>.parquet`
  private static String key(Kind kind, ClosedHour hour, OffsetRange part) {
    String stream = hour.stream().name();
    return String.format(
        Locale.ROOT,
        "%s/%s/%s/%s-p%d-%020d-%020d.parquet",
        kind.folder(),
        stream,
        hour.hour().path(),
        stream,
        part.partition(),
        part.first(),
        part.next());
  }
}
