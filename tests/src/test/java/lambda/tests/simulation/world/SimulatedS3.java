package lambda.tests.simulation.world;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import lambda.batch.archive.ArchiveFile;
import org.jspecify.annotations.Nullable;

/// A bucket.
public final class SimulatedS3 {
  private static final String DAMAGED = "damaged";

  private final Network network;
  private final Map<String, StoredObject> objects = new TreeMap<>();
  private final Set<String> harmed = new HashSet<>();
  private boolean forgiven;

  public SimulatedS3(Network network) {
    this.network = network;
  }

  /// An object.
  ///
  /// @param digest differs for each time it was written, like the bytes of a Parquet file
  public record StoredObject(List<ArchivedRow> rows, String digest, long modified) {
    @Override
    public String toString() {
      return "%d rows %s".formatted(rows.size(), digest);
    }
  }

  /// A record in the archive.
  public record ArchivedRow(int partition, long offset, Message message) {}

  /// @return whether this call created the object
  public boolean putIfAbsent(String key, List<ArchivedRow> rows, String digest) {
    return network.call(
        Server.S3,
        "puts if absent",
        key,
        () -> objects.putIfAbsent(key, object(rows, digest)) == null);
  }

  /// Puts an object whatever is there.
  public void put(String key, List<ArchivedRow> rows, String digest) {
    network.call(
        Server.S3,
        "puts",
        key,
        () -> {
          objects.put(key, object(rows, digest));
          return true;
        });
  }

  private StoredObject object(List<ArchivedRow> rows, String digest) {
    return new StoredObject(List.copyOf(rows), digest, network.scheduler().now());
  }

  /// The object, if there is one.
  public Optional<StoredObject> get(String key) {
    return network.call(Server.S3, "gets", key, () -> Optional.ofNullable(objects.get(key)));
  }

  public void delete(String key) {
    network.call(Server.S3, "deletes", key, () -> objects.remove(key) != null);
  }

  /// Copies, then deletes. Does nothing if there is no object of the old key.
  public void move(String from, String to) {
    Optional<StoredObject> object = get(from);
    if (object.isPresent()) {
      put(to, object.get().rows(), object.get().digest());
      delete(from);
    }
  }

  /// The objects whose keys start with a prefix.
  public Map<String, StoredObject> list(String prefix) {
    return network.call(
        Server.S3,
        "lists",
        prefix,
        () -> {
          Map<String, StoredObject> listed = new TreeMap<>();
          objects.forEach((key, object) -> {
            if (key.startsWith(prefix)) {
              listed.put(key, object);
            }
          });
          return listed;
        });
  }

  /// Harms an object; not a call.
  public void harm(String key, boolean delete) {
    harmed.add(key);
    if (delete) {
      objects.remove(key);
    } else {
      objects.computeIfPresent(
          key, (_, object) -> new StoredObject(List.of(), DAMAGED, object.modified()));
    }
  }

  /// After a restore of Postgres to an earlier state, any object may differ from what it lists. The
  /// operator deletes the damaged ones. Not a call.
  public void forgive() {
    forgiven = true;
    objects.values().removeIf(object -> object.digest.equals(DAMAGED));
  }

  /// Whether an object is as it was put, or was harmed from outside; for checks, not a call.
  public boolean isIntactOrHarmed(ArchiveFile file) {
    return forgiven || harmed.contains(file.key()) || isIntact(file);
  }

  /// Whether an object is as it was put; for checks, not a call.
  public boolean isIntact(ArchiveFile file) {
    @Nullable StoredObject object = objects.get(file.key());
    return object != null && file.is(object.digest);
  }

  /// The rows of an object that is intact; for checks, not a call.
  public List<ArchivedRow> rows(ArchiveFile file) {
    @Nullable StoredObject object = objects.get(file.key());
    return object == null ? List.of() : object.rows;
  }
}
