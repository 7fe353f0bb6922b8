package lambda.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
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
  private final ObjectStore store;
  private final Duck duck;

  Archiver(BatchConfig config, Manifest manifest, ObjectStore store, Duck duck) {
    this.config = config;
    this.manifest = manifest;
    this.store = store;
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

  private ArchivedObject write(
      ClosedHour hour, OffsetRange part, EventDecoder decoder, LogReader log) {
    try (ObjectWriter writer = new ObjectWriter(hour.stream(), decoder, config.work())) {
      log.read(part, writer::add);
      String rawKey = null;
      long rawBytes = 0;
      String dlqKey = null;
      if (writer.deadLetterCount() > 0) {
        dlqKey = key("dlq", hour, part);
        store.putIfAbsent(dlqKey, writer.deadLetters(duck, part));
      }
      if (writer.eventCount() > 0) {
        rawKey = key("raw", hour, part);
        Path file = writer.events(duck, part);
        rawBytes = Files.size(file);
        store.putIfAbsent(rawKey, file);
      }
      long gaps = part.size() - writer.eventCount() - writer.deadLetterCount();
      return new ArchivedObject(
          part, rawKey, writer.eventCount(), rawBytes, dlqKey, writer.deadLetterCount(), gaps);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `raw/pageviews/year=…/month=…/day=…/hour=…/pageviews-p0-<first>-<next>.parquet`
  static String key(String kind, ClosedHour hour, OffsetRange part) {
    String stream = hour.stream().name();
    return String.format(
        Locale.ROOT,
        "%s/%s/%s/%s-p%d-%020d-%020d.parquet",
        kind,
        stream,
        hour.hour().path(),
        stream,
        part.partition(),
        part.first(),
        part.next());
  }
}
