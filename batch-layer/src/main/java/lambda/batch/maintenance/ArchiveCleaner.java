package lambda.batch.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.Manifest;
import lambda.batch.hour.Progress;
import lambda.batch.s3.ObjectStore;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;

/// Deletes objects that nobody can need any more: files that compaction replaced a grace ago, and
/// orphans that old. An orphan is what a process left that died between putting an object and
/// entering it. Only hours that are archived are looked at: until then an archiver may take up what
/// an earlier try put.
public final class ArchiveCleaner {
  private final Manifest manifest;
  private final ObjectStore store;
  private final Duration grace;
  private final InstantSource clock;

  public ArchiveCleaner(Manifest manifest, ObjectStore store, Duration grace, InstantSource clock) {
    this.manifest = manifest;
    this.store = store;
    this.grace = grace;
    this.clock = clock;
  }

  /// @return the keys that were deleted
  public List<String> tidy(StreamDefinition stream, Progress progress) {
    List<String> deleted = new ArrayList<>();
    for (String key : manifest.replacedBefore(stream.name(), grace)) {
      store.delete(key);
      manifest.forget(key);
      deleted.add(key);
    }
    List<Hour> hours = manifest.archivedHours(stream.name());
    for (int i = 0; i < hours.size(); i++) {
      progress.report("looking for orphans of hour " + hours.get(i), i, hours.size());
      for (Kind kind : Kind.values()) {
        orphans(stream, hours.get(i), kind)
            .forEach(key -> {
              store.delete(key);
              deleted.add(key);
            });
      }
    }
    return deleted;
  }

  private List<String> orphans(StreamDefinition stream, Hour hour, Kind kind) {
    Instant old = clock.instant().minus(grace);
    List<ObjectStore.Listed> listed =
        store.list("%s/%s/%s/".formatted(kind.folder(), stream.name(), hour.path()));
    // Known keys after the listing: what was put and entered meanwhile is known.
    Set<String> known = Set.copyOf(manifest.knownKeys(stream.name(), hour));
    return listed.stream()
        .filter(object -> object.modified().isBefore(old))
        .map(ObjectStore.Listed::key)
        .filter(key -> !known.contains(key))
        .toList();
  }
}
