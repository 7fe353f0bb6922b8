package lambda.batch.archive;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lambda.batch.s3.ObjectStore;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import org.jdbi.v3.core.Jdbi;

/// The manifest of each archived hour as an object in the bucket, so that it survives the loss of
/// Postgres. Each revision is put under its own key, and only if that is free; the highest one
/// counts. An object is put after the transaction that changed the manifest, and before the objects
/// of replaced files are moved or deleted: so at every moment the files of the highest revision are
/// there, and once a step that erased something is done, no revision brings it back. Thread-safe.
public final class ManifestObjects {
  private static final String FOLDER = "manifest/";
  private static final Pattern KEY =
      Pattern.compile(
          "manifest/[^/]+/year=(\\d{4})/month=(\\d\\d)/day=(\\d\\d)/hour=(\\d\\d)/(\\d+)\\.json");

  /// How often the manifest may change, or another be in the way, while it is put.
  private static final int ATTEMPTS = 3;

  private final Jdbi jdbi;
  private final ObjectStore store;

  public ManifestObjects(Jdbi jdbi, ObjectStore store) {
    this.jdbi = jdbi;
    this.store = store;
  }

  /// The key of an object, split.
  private record Key(Hour hour, long revision, String text) {
    static Optional<Key> parse(String key) {
      Matcher parts = KEY.matcher(key);
      return parts.matches()
          ? Optional.of(
              new Key(
                  Hour.parse(
                      "%s-%s-%sT%s:00:00Z"
                          .formatted(
                              parts.group(1), parts.group(2), parts.group(3), parts.group(4))),
                  Long.parseLong(parts.group(5)),
                  key))
          : Optional.empty();
    }
  }

  private static String folder(String stream, Hour hour) {
    return "%s%s/%s/".formatted(FOLDER, stream, hour.path());
  }

  private static String key(HourManifest manifest) {
    return String.format(
        Locale.ROOT,
        "%s%020d.json",
        folder(manifest.stream(), manifest.hour()),
        manifest.revision());
  }

  /// Puts the manifest of an hour unless its last revision was put.
  public void store(String stream, Hour hour) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (!due(stream, hour)) {
        return;
      }
      try {
        HourManifest.find(jdbi, stream, hour).ifPresent(this::put);
      } catch (ObjectStore.NoSuchObject e) {
        // Another process has put a higher revision, and deleted this one; look again.
      }
    }
    if (due(stream, hour)) {
      throw LambdaException.retryAfter(
          Manifest.SOON, "hour %s of %s changes while its manifest is put".formatted(hour, stream));
    }
  }

  /// Puts the manifests of all hours of which the last revision was not put.
  public void storeAll(String stream) {
    jdbi.withHandle(handle ->
            handle
                .select(
                    """
                    select hour from lambda.batch_hours
                    where stream = ? and archived_at is not null and manifest_stored < manifest_revision
                    order by hour\
                    """,
                    stream)
                .mapTo(Hour.class)
                .list())
        .forEach(hour -> store(stream, hour));
  }

  private boolean due(String stream, Hour hour) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                select exists (select from lambda.batch_hours where stream = ? and hour = ?
                  and archived_at is not null and manifest_stored < manifest_revision)\
                """,
                stream,
                hour)
            .mapTo(Boolean.class)
            .one());
  }

  /// Puts a manifest as the highest revision. If there is a higher one, or another of the same
  /// number, they are of another database, or of this one before it was restored to an earlier
  /// state; then the next revision will be above all.
  private void put(HourManifest manifest) {
    List<Key> present = keys(folder(manifest.stream(), manifest.hour()));
    Optional<Key> newest = present.stream().max(Comparator.comparingLong(Key::revision));
    if (newest.isPresent() && newest.get().revision > manifest.revision()) {
      passOver(manifest, newest.get());
      return;
    }
    String key = key(manifest);
    byte[] json = manifest.json().getBytes(StandardCharsets.UTF_8);
    if (!store.putIfAbsent(key, json) && !sameJson(manifest.json(), read(key))) {
      passOver(manifest, new Key(manifest.hour(), manifest.revision(), key));
      return;
    }
    jdbi.useHandle(handle ->
        handle.execute(
            """
            update lambda.batch_hours set manifest_stored = greatest(manifest_stored, ?)
            where stream = ? and hour = ?\
            """,
            manifest.revision(),
            manifest.stream(),
            manifest.hour()));
    present.stream()
        .filter(other -> other.revision < manifest.revision())
        .forEach(other -> store.delete(other.text));
  }

  private boolean sameJson(String one, String other) {
    return jdbi.withHandle(handle ->
        handle.select("select ?::jsonb = ?::jsonb", one, other).mapTo(Boolean.class).one());
  }

  /// Makes the next revision of a manifest higher than another one, unless that one knows of an
  /// erasure that this database does not.
  private void passOver(HourManifest manifest, Key key) {
    HourManifest other = read(manifest.stream(), key);
    if (erasesMore(other, manifest)) {
      throw LambdaException.fatal(
          "the bucket has a manifest of hour %s of %s with an erasure that Postgres does not know, so Postgres was restored to an earlier state, and its files may hold users who were erased. Stop the platform and run './lambda verify archive --rebuild-manifest'"
              .formatted(manifest.hour(), manifest.stream()));
    }
    jdbi.useHandle(handle ->
        handle.execute(
            """
            update lambda.batch_hours set manifest_revision = ? + 1
            where stream = ? and hour = ? and manifest_revision <= ? and manifest_stored < manifest_revision\
            """,
            other.revision(),
            manifest.stream(),
            manifest.hour(),
            other.revision()));
  }

  private boolean erasesMore(HourManifest one, HourManifest other) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                "select not ((?::jsonb -> 'erasures') <@ (?::jsonb -> 'erasures'))",
                one.json(),
                other.json())
            .mapTo(Boolean.class)
            .one());
  }

  /// The highest revision of each hour in the bucket, by hour.
  public NavigableMap<Hour, HourManifest> newest(String stream) {
    NavigableMap<Hour, Key> newest = new TreeMap<>();
    keys(FOLDER + stream + "/")
        .forEach(key -> newest.merge(key.hour, key, (a, b) -> a.revision > b.revision ? a : b));
    NavigableMap<Hour, HourManifest> manifests = new TreeMap<>();
    try {
      newest.forEach((hour, key) -> manifests.put(hour, read(stream, key)));
      return manifests;
    } catch (ObjectStore.NoSuchObject e) {
      throw LambdaException.retry(
          "manifests of %s were replaced while they were being read; try again".formatted(stream),
          e);
    }
  }

  private List<Key> keys(String prefix) {
    return store.list(prefix).stream().flatMap(object -> Key.parse(object.key()).stream()).toList();
  }

  private HourManifest read(String stream, Key key) {
    return new HourManifest(stream, key.hour, key.revision, read(key.text));
  }

  private String read(String key) {
    return new String(store.bytes(key), StandardCharsets.UTF_8);
  }
}
