package lambda.tests.simulation.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lambda.batch.archive.ArchiveFile;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.ArchivedRange;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.tests.simulation.schedule.Situation;
import lambda.tests.simulation.world.LogEntry;
import lambda.tests.simulation.world.SimulatedKafka.OffsetOutOfRange;
import lambda.tests.simulation.world.SimulatedS3.ArchivedRow;
import lambda.tests.simulation.world.SimulatedS3.StoredObject;

/// Copies records from Kafka to S3 and writes objects; see `lambda.batch.archive.RangeCopier` and
/// `ArchiveUploader`.
final class RangeCopier {
  private final World world;

  RangeCopier(World world) {
    this.world = world;
  }

  /// @param mark the suffix of the objects' names
  ArchivedRange copy(Hour hour, OffsetRange range, String mark) {
    List<LogEntry> records = records(range);
    List<ArchiveFile> files = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      List<ArchivedRow> rows =
          records.stream()
              .filter(record -> record.value().isEvent() == (kind == Kind.RAW))
              .map(record -> new ArchivedRow(range.partition(), record.offset(), record.value()))
              .toList();
      if (!rows.isEmpty()) {
        files.add(put(hour, key(kind, hour, range, mark), kind, rows));
      }
    }
    long events = records.stream().filter(record -> record.value().isEvent()).count();
    long letters = records.size() - events;
    return new ArchivedRange(range, events, letters, range.size() - records.size(), files);
  }

  private List<LogEntry> records(OffsetRange range) {
    try {
      return world.kafka().records(range);
    } catch (OffsetOutOfRange e) {
      throw LambdaException.fatal(String.valueOf(e.getMessage()));
    }
  }

  private static String key(Kind kind, Hour hour, OffsetRange range, String mark) {
    return "%s%s-p%d-%05d-%05d%s"
        .formatted(folder(kind, hour), "s", range.partition(), range.first(), range.next(), mark);
  }

  static String folder(Kind kind, Hour hour) {
    return "%s/%s/".formatted(kind.folder(), hour);
  }

  /// Puts rows under a key that says what they are. If the key exists, the stored object is used.
  ArchiveFile put(Hour hour, String key, Kind kind, List<ArchivedRow> rows) {
    world
        .postgres()
        .transaction(
            "begins an upload",
            key,
            tables -> {
              tables.uploads().begin(hour, key, world.scheduler().now());
              return true;
            });
    // No two writes of the same rows give the same bytes.
    String digest = Long.toHexString(world.random().nextLong());
    if (world.settings().has(PlantedBug.OBJECTS_OVERWRITTEN)) {
      world.s3().put(key, rows, digest);
      return new ArchiveFile(key, kind, rows.size(), rows.size(), digest);
    }
    if (world.s3().putIfAbsent(key, rows, digest)) {
      return new ArchiveFile(key, kind, rows.size(), rows.size(), digest);
    }
    world.network().saw(Situation.ARCHIVER_FINDS_ITS_OBJECT);
    Optional<StoredObject> stored = world.s3().get(key);
    if (stored.isEmpty() || stored.get().rows().size() != rows.size()) {
      throw LambdaException.fatal("object %s does not hold what its key promises".formatted(key));
    }
    return new ArchiveFile(key, kind, rows.size(), rows.size(), stored.get().digest());
  }

  /// Deletes objects, except for those that the manifest lists.
  void discard(List<String> keys) {
    for (String key : keys) {
      boolean discarded =
          world
              .postgres()
              .transaction(
                  "discards",
                  key,
                  tables ->
                      world.settings().has(PlantedBug.LISTED_OBJECTS_TAKEN_FOR_ORPHANS)
                          ? tables.uploads().discardUnchecked(key)
                          : tables.uploads().discard(tables.manifest(), key));
      if (discarded) {
        world.network().saw(Situation.ORPHAN_IS_DELETED);
        world.s3().delete(key);
        world
            .postgres()
            .transaction(
                "forgets the upload",
                key,
                tables -> {
                  tables.uploads().forget(key);
                  return true;
                });
      }
    }
  }
}
