package lambda.batch.maintenance;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lambda.batch.archive.ArchiveFile;
import lambda.batch.archive.ArchiveUploader;
import lambda.batch.archive.ArchivedRange;
import lambda.batch.archive.ArchivedRanges;
import lambda.batch.archive.Manifest;
import lambda.batch.archive.RangeCopier;
import lambda.batch.erasure.ErasureLog;
import lambda.batch.hour.BatchHours;
import lambda.batch.hour.Progress;
import lambda.batch.s3.ObjectStore;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.kafka.TopicReader;
import org.jdbi.v3.core.Jdbi;

/// Archives an hour again whose files are missing or damaged, from Kafka's log, as long as the log
/// holds it. The new files replace the old ones in one transaction, and the hour and the next one
/// are due again. Thread-safe.
public final class Repairer {
  private final String kafka;
  private final Jdbi jdbi;
  private final ArchivedRanges ranges;
  private final Manifest manifest;
  private final ObjectStore store;
  private final RangeCopier copier;
  private final ArchiveUploader uploader;

  /// @param kafka the bootstrap servers
  public Repairer(
      String kafka,
      Jdbi jdbi,
      ArchivedRanges ranges,
      Manifest manifest,
      ObjectStore store,
      RangeCopier copier,
      ArchiveUploader uploader) {
    this.kafka = kafka;
    this.jdbi = jdbi;
    this.ranges = ranges;
    this.manifest = manifest;
    this.store = store;
    this.copier = copier;
    this.uploader = uploader;
  }

  public RepairReport repair(StreamDefinition stream, Hour hour, Progress progress) {
    List<ArchiveFile> files = manifest.files(stream.name(), hour);
    progress.report("checking %d files".formatted(files.size()), 0, files.size());
    List<ArchiveFile> broken = files.stream().filter(file -> !isIntact(file)).toList();
    if (!broken.isEmpty()) {
      refuseReplaced(stream, hour, files);
      refuseErased(stream, hour);
      List<ArchiveFile> replacement = copyAgain(stream, hour, progress);
      try {
        swap(stream, hour, files, replacement);
      } catch (LambdaException e) {
        // Not swapped: what was copied may hold data that was erased in the meantime.
        uploader.discard(replacement);
        throw e;
      }
    }
    return new RepairReport(
        stream.name(), hour.toString(), broken.stream().map(ArchiveFile::key).toList());
  }

  private boolean isIntact(ArchiveFile file) {
    try {
      return file.is(store.content(file.key()).sha256());
    } catch (ObjectStore.NoSuchObject e) {
      return false;
    }
  }

  /// The object of a file that was replaced during the check has moved; it is not missing.
  private void refuseReplaced(StreamDefinition stream, Hour hour, List<ArchiveFile> checked) {
    if (!manifest.files(stream.name(), hour).equals(checked)) {
      throw LambdaException.retryAfter(
          Manifest.SOON,
          "files of hour %s of %s were replaced while they were being checked"
              .formatted(hour, stream.name()));
    }
  }

  /// Refuses an hour that users were erased from: the log may still hold their data.
  private void refuseErased(StreamDefinition stream, Hour hour) {
    if (jdbi.withHandle(handle -> ErasureLog.erased(handle, stream.name(), hour)).hours() > 0) {
      throw LambdaException.fatal(
          "hour %s of %s cannot be archived again: users were erased from it, and Kafka's log would bring their data back. Restore its objects from a backup"
              .formatted(hour, stream.name()));
    }
  }

  private List<ArchiveFile> copyAgain(StreamDefinition stream, Hour hour, Progress progress) {
    String mark = "-repaired-" + UUID.randomUUID();
    // A range without records, such as one that was declared lost, has nothing to copy.
    List<ArchivedRange> archived =
        ranges.ranges(stream.name(), hour).stream()
            .filter(range -> range.events() + range.deadLetters() > 0)
            .toList();
    List<ArchiveFile> files = new ArrayList<>();
    try (TopicReader topic = new TopicReader(kafka, stream.topic())) {
      for (int i = 0; i < archived.size(); i++) {
        progress.report("archiving " + archived.get(i).range() + " again", i, archived.size());
        files.addAll(copyAgain(stream, hour, archived.get(i), topic, mark));
      }
    }
    return files;
  }

  private List<ArchiveFile> copyAgain(
      StreamDefinition stream, Hour hour, ArchivedRange archived, TopicReader topic, String mark) {
    List<ArchivedRange> copies = copier.copyAll(stream, hour, archived.range(), topic, mark);
    long events = copies.stream().mapToLong(ArchivedRange::events).sum();
    long letters = copies.stream().mapToLong(ArchivedRange::deadLetters).sum();
    if (events != archived.events() || letters != archived.deadLetters()) {
      throw LambdaException.fatal(
          "%s of %s: the log now has %d events and %d dead letters, but %d and %d were archived, so nothing was replaced. Restore the objects from a backup"
              .formatted(
                  archived.range(),
                  stream.name(),
                  events,
                  letters,
                  archived.events(),
                  archived.deadLetters()));
    }
    return copies.stream().flatMap(copy -> copy.files().stream()).toList();
  }

  private void swap(
      StreamDefinition stream, Hour hour, List<ArchiveFile> old, List<ArchiveFile> replacement) {
    jdbi.useTransaction(handle -> {
      BatchHours.lock(handle, stream.name(), hour);
      Manifest.replaceAll(handle, stream.name(), hour, old, replacement);
      BatchHours.reopenDependents(handle, stream.name(), hour);
    });
  }
}
