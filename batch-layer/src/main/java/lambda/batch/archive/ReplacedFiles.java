package lambda.batch.archive;

import lambda.batch.s3.ObjectStore;
import lambda.core.hour.Hour;

/// Moves the objects of replaced files out of `raw/` and `dlq/`, so that a reader that lists those
/// folders does not count records twice. They stay under `replaced/` until the grace period ends.
///
/// Each object is copied, deleted and then entered under its new key. If the process dies in
/// between, the next call continues. Thread-safe.
public final class ReplacedFiles {
  /// The prefix of the keys of replaced objects; their old key follows.
  public static final String FOLDER = "replaced/";

  private final Manifest manifest;
  private final ManifestObjects objects;
  private final ObjectStore store;

  public ReplacedFiles(Manifest manifest, ManifestObjects objects, ObjectStore store) {
    this.manifest = manifest;
    this.objects = objects;
    this.store = store;
  }

  /// The key that an object had before it was moved aside.
  public static String origin(String key) {
    return key.startsWith(FOLDER) ? key.substring(FOLDER.length()) : key;
  }

  /// Puts the hour's manifest into the bucket, and then moves the objects that it no longer lists;
  /// those that have been moved stay where they are.
  public void moveAside(String stream, Hour hour) {
    objects.store(stream, hour);
    for (String key : manifest.replacedInPlace(stream, hour)) {
      String to = FOLDER + key;
      store.move(key, to);
      manifest.moved(key, to);
    }
  }

  /// Moves what earlier calls for any hour left behind because their process died.
  public void moveAllAside(String stream) {
    objects.storeAll(stream);
    manifest.hoursReplacedInPlace(stream).forEach(hour -> moveAside(stream, hour));
  }
}
