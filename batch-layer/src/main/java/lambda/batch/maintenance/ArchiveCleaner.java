package lambda.batch.maintenance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.batch.archive.ArchiveFile;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.Manifest;
import lambda.batch.archive.ReplacedFiles;
import lambda.batch.archive.Uploads;
import lambda.batch.compute.AggregatedFiles;
import lambda.batch.hour.Progress;
import lambda.batch.s3.ObjectStore;
import lambda.batch.s3.ObjectVersions;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;

/// Deletes objects that are no longer needed: files that were replaced longer ago than a grace
/// period, and orphans of that age, which a process left behind that died between putting an object
/// and listing it; also what a bucket with versioning keeps of them. It deletes only what this
/// database knows. After a restore of the database to an earlier state, the bucket holds objects
/// that the database does not know, and they may be the only copies of their records. For the same
/// reason it keeps the replaced files of an hour whose present files are not all there.
/// Thread-safe.
public final class ArchiveCleaner {
  private final Manifest manifest;
  private final Uploads uploads;
  private final ObjectStore store;
  private final Duration grace;

  /// @param grace how long objects are kept that are no longer needed
  public ArchiveCleaner(Manifest manifest, Uploads uploads, ObjectStore store, Duration grace) {
    this.manifest = manifest;
    this.uploads = uploads;
    this.store = store;
    this.grace = grace;
  }

  Duration grace() {
    return grace;
  }

  /// @return the keys of the deleted objects
  /// @throws LambdaException of category fatal, after everything else is done, if replaced files
  ///   are kept because present ones are missing
  public List<String> clean(StreamDefinition stream, Progress progress) {
    List<String> deleted = new ArrayList<>(orphans(stream, progress));
    Map<Hour, List<String>> replaced = new HashMap<>();
    manifest
        .replacedBefore(stream.name(), grace)
        .forEach(
            file -> replaced.computeIfAbsent(file.hour(), _ -> new ArrayList<>()).add(file.key()));
    List<String> missing = new ArrayList<>();
    replaced.forEach((hour, keys) -> {
      progress.report("deleting replaced files of hour " + hour, deleted.size(), 0);
      List<String> absent = absent(stream, hour);
      if (absent.isEmpty()) {
        keys.forEach(this::deleteReplaced);
        deleted.addAll(keys);
      } else {
        missing.addAll(absent);
      }
    });
    deleteOldVersions(stream, progress);
    if (!missing.isEmpty()) {
      throw LambdaException.fatal(
          "replaced files of stream %s are kept, because the files that replaced them are missing from the bucket: %s. Run './lambda verify archive', then RepairHours"
              .formatted(stream.name(), String.join(", ", missing)));
    }
    return deleted;
  }

  private List<String> orphans(StreamDefinition stream, Progress progress) {
    List<String> abandoned = uploads.abandoned(stream.name(), grace);
    progress.report("deleting %d orphans".formatted(abandoned.size()), 0, abandoned.size());
    List<String> deleted = new ArrayList<>();
    for (String key : abandoned) {
      if (uploads.discard(key)) {
        store.delete(key);
        uploads.forget(key);
        deleted.add(key);
      }
    }
    return deleted;
  }

  /// In a bucket with versioning, an object that was deleted, moved or replaced stays as an old
  /// version, with the data of users who were erased. Those of present files stay: such a version
  /// may be all that is left if the object was deleted by mistake.
  private void deleteOldVersions(StreamDefinition stream, Progress progress) {
    ObjectVersions versions = store.versions();
    if (!versions.areKept()) {
      return;
    }
    progress.report("deleting old versions of objects", 0, 0);
    for (Kind kind : Kind.values()) {
      Set<String> present = Set.copyOf(manifest.keys(stream.name(), kind));
      String folder = "%s/%s/".formatted(kind.folder(), stream.name());
      versions.deleteOld(folder, present::contains);
      versions.deleteOld(ReplacedFiles.FOLDER + folder, _ -> false);
    }
    stream.views().forEach(view -> versions.deleteOld(AggregatedFiles.folder(view), _ -> false));
  }

  private void deleteReplaced(String key) {
    store.delete(key);
    manifest.forget(key);
  }

  /// The keys of the hour's present files that are not in the bucket.
  private List<String> absent(StreamDefinition stream, Hour hour) {
    List<ArchiveFile> files = manifest.files(stream.name(), hour);
    Set<String> there =
        Stream.of(Kind.values())
            .map(kind -> "%s/%s/%s/".formatted(kind.folder(), stream.name(), hour.path()))
            .flatMap(folder -> store.list(folder).stream())
            .map(ObjectStore.Listed::key)
            .collect(Collectors.toSet());
    List<ArchiveFile> absent = files.stream().filter(file -> !there.contains(file.key())).toList();
    return absent.isEmpty()
        ? List.of()
        : manifest.files(stream.name(), hour).stream() // less those that were just replaced
            .filter(absent::contains)
            .map(ArchiveFile::key)
            .toList();
  }
}
