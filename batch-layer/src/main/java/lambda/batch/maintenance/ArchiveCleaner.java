package lambda.batch.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.Manifest;
import lambda.batch.archive.ReplacedFiles;
import lambda.batch.hour.BatchHours;
import lambda.batch.hour.Progress;
import lambda.batch.s3.ObjectStore;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import org.jdbi.v3.core.Jdbi;

/// Deletes objects that are no longer needed: files that were replaced longer ago than a grace
/// period, and orphans of that age. An orphan is left behind by a process that died between putting
/// an object and committing it. Only archived hours are searched: until then, an archiver may still
/// use what an earlier attempt put. Thread-safe.
public final class ArchiveCleaner {
  private final Jdbi jdbi;
  private final Manifest manifest;
  private final ObjectStore store;
  private final Duration grace;
  private final InstantSource clock;

  /// @param grace how long objects are kept that are no longer needed
  public ArchiveCleaner(
      Jdbi jdbi, Manifest manifest, ObjectStore store, Duration grace, InstantSource clock) {
    this.jdbi = jdbi;
    this.manifest = manifest;
    this.store = store;
    this.grace = grace;
    this.clock = clock;
  }

  Duration grace() {
    return grace;
  }

  /// @return the keys of the deleted objects
  List<String> clean(StreamDefinition stream, Progress progress) {
    List<String> deleted = new ArrayList<>();
    for (String key : manifest.replacedBefore(stream.name(), grace)) {
      store.delete(key);
      manifest.forget(key);
      deleted.add(key);
    }
    List<Hour> hours = jdbi.withHandle(handle -> BatchHours.archived(handle, stream.name()));
    for (int i = 0; i < hours.size(); i++) {
      progress.report("searching hour %s for orphans".formatted(hours.get(i)), i, hours.size());
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
    String folder = "%s/%s/%s/".formatted(kind.folder(), stream.name(), hour.path());
    List<ObjectStore.Listed> listed =
        Stream.of(folder, ReplacedFiles.FOLDER + folder)
            .map(store::list)
            .flatMap(List::stream)
            .toList();
    // The known keys are read after the listing, so objects committed in between are known.
    Set<String> known = Set.copyOf(manifest.knownKeys(stream.name(), hour));
    return listed.stream()
        .filter(object -> object.modified().isBefore(old))
        .map(ObjectStore.Listed::key)
        .filter(key -> !known.contains(key))
        .toList();
  }
}
