package lambda.tests.simulation.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lambda.batch.archive.ArchiveFile;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.ArchivedRange;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.tests.simulation.schedule.Situation;
import lambda.tests.simulation.world.SimulatedS3.ArchivedRow;
import lambda.tests.simulation.world.SimulatedS3.StoredObject;

/// Compaction, clean-up, repair and retention; see `lambda.batch.maintenance`.
final class Maintenance {
  private static final long GRACE_MILLIS = Duration.ofHours(1).toMillis();
  private static final long KEEP_SPEED_MILLIS = Duration.ofHours(1).toMillis();
  private static final String REPLACED = "replaced/";

  private final World world;
  private final RangeCopier copier;

  Maintenance(World world, RangeCopier copier) {
    this.world = world;
    this.copier = copier;
  }

  /// Merges the hour's files of events into one.
  void compact(Hour hour) {
    List<ArchiveFile> old =
        world.postgres().query("files", hour, tables -> tables.manifest().files(hour, Kind.RAW));
    if (old.size() < 2) {
      return;
    }
    List<ArchivedRow> rows = new ArrayList<>();
    for (ArchiveFile file : old) {
      Optional<StoredObject> object = world.s3().get(file.key());
      if (object.isEmpty() || !file.is(object.get().digest())) {
        throw LambdaException.fatal("%s cannot be read".formatted(file.key()));
      }
      rows.addAll(object.get().rows());
    }
    rows.sort(
        Comparator.comparingInt(ArchivedRow::partition).thenComparingLong(ArchivedRow::offset));
    String key = RangeCopier.folder(Kind.RAW, hour) + "rewritten-" + unique();
    ArchiveFile merged = copier.put(hour, key, Kind.RAW, rows);
    if (replace(hour, old, List.of(merged), false)) {
      world.network().saw(Situation.HOUR_IS_COMPACTED);
    } else {
      world.network().saw(Situation.FILES_WERE_REPLACED_MEANWHILE);
      copier.discard(List.of(key));
    }
    moveAside();
  }

  private String unique() {
    return Long.toHexString(world.random().nextLong());
  }

  private boolean replace(
      Hour hour, List<ArchiveFile> old, List<ArchiveFile> replacement, boolean reopens) {
    return world
        .postgres()
        .transaction(
            "replaces",
            hour,
            tables -> {
              tables.hours().lock(hour);
              boolean replaced =
                  tables.manifest().replace(hour, old, replacement, world.scheduler().now());
              if (replaced && reopens) {
                tables.hours().reopenDependents(hour);
                world.network().saw(Situation.SEALED_HOUR_IS_REOPENED);
              }
              return replaced;
            });
  }

  /// Moves the objects of replaced files away.
  void moveAside() {
    List<String> keys =
        world
            .postgres()
            .query("replaced", "", tables -> tables.manifest().replacedInPlace(REPLACED));
    for (String key : keys) {
      world.s3().move(key, REPLACED + key);
      world
          .postgres()
          .transaction(
              "moved",
              key,
              tables -> {
                tables.manifest().moved(key, REPLACED + key);
                return true;
              });
    }
  }

  /// Archives the hour again from Kafka if files of it are missing or damaged.
  void repair(Hour hour) {
    List<ArchiveFile> files =
        world.postgres().query("files", hour, tables -> tables.manifest().files(hour));
    boolean broken = false;
    for (ArchiveFile file : files) {
      Optional<StoredObject> object = world.s3().get(file.key());
      broken |= object.isEmpty() || !file.is(object.get().digest());
    }
    if (!broken) {
      return;
    }
    List<ArchivedRange> ranges =
        world.postgres().query("ranges", hour, tables -> tables.manifest().ranges(hour));
    String mark = "-repaired-" + unique();
    List<ArchiveFile> replacement = new ArrayList<>();
    for (ArchivedRange range : ranges) {
      ArchivedRange copy = copier.copy(hour, range.range(), mark);
      if (copy.events() != range.events() || copy.deadLetters() != range.deadLetters()) {
        throw new AssertionError("%s has other records now".formatted(range));
      }
      replacement.addAll(copy.files());
    }
    if (replace(hour, files, replacement, true)) {
      world.network().saw(Situation.HOUR_IS_REPAIRED);
    } else {
      world.network().saw(Situation.FILES_WERE_REPLACED_MEANWHILE);
      copier.discard(replacement.stream().map(ArchiveFile::key).toList());
    }
    moveAside();
  }

  /// Deletes objects and rows that are no longer needed.
  void cleanUp() {
    moveAside();
    long old = world.scheduler().now() - GRACE_MILLIS;
    copier.discard(
        world
            .postgres()
            .query("abandoned", "", tables -> tables.uploads().abandoned(tables.hours(), old)));
    Map<Hour, List<String>> replaced =
        world
            .postgres()
            .query("replaced before", "", tables -> tables.manifest().replacedBefore(old));
    replaced.forEach((hour, keys) -> {
      if (allPresent(hour)) {
        keys.forEach(this::deleteReplaced);
      }
    });
    retireSpeedPartials();
  }

  /// Whether the bucket holds the files that count; if not, replaced ones may be the only copies.
  private boolean allPresent(Hour hour) {
    List<ArchiveFile> files =
        world.postgres().query("files", hour, tables -> tables.manifest().files(hour));
    Map<String, StoredObject> there = new TreeMap<>();
    for (Kind kind : Kind.values()) {
      there.putAll(world.s3().list(RangeCopier.folder(kind, hour)));
    }
    return files.stream().allMatch(file -> there.containsKey(file.key()));
  }

  private void deleteReplaced(String key) {
    world.s3().delete(key);
    world
        .postgres()
        .transaction(
            "forgets",
            key,
            tables -> {
              tables.manifest().forget(key);
              return true;
            });
  }

  private void retireSpeedPartials() {
    world
        .postgres()
        .transaction(
            "retires",
            "",
            tables -> {
              tables.hours().retireSealedBefore(world.scheduler().now() - KEEP_SPEED_MILLIS);
              if (tables.cleanPartials()) {
                world.network().saw(Situation.SPEED_PARTIALS_ARE_RETIRED);
              }
              return true;
            });
  }
}
