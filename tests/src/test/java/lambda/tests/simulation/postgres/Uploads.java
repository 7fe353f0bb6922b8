package lambda.tests.simulation.postgres;

import java.util.List;
import java.util.Map;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import org.jspecify.annotations.Nullable;

/// `lambda.uploads`; see `lambda.batch.archive.Uploads`.
public final class Uploads {
  private final Table<String, Upload> uploads;

  Uploads(Journal journal) {
    uploads = new Table<>(journal);
  }

  private record Upload(Hour hour, long begunAt, boolean discarded) {}

  /// Notes that an object will be put.
  public void begin(Hour hour, String key, long now) {
    @Nullable Upload present = uploads.get(key);
    if (present != null && present.discarded) {
      throw discarded(key);
    }
    uploads.put(key, new Upload(hour, now, false));
  }

  /// Ends an upload in the transaction that lists its object.
  void listed(String key) {
    @Nullable Upload present = uploads.get(key);
    if (present == null || present.discarded) {
      throw discarded(key);
    }
    uploads.remove(key);
  }

  private static LambdaException discarded(String key) {
    return LambdaException.retryAfter(
        java.time.Duration.ofSeconds(1), "%s was deleted as an orphan".formatted(key));
  }

  /// The keys of uploads into archived hours that began before a time.
  public List<String> abandoned(BatchHours hours, long before) {
    return uploads.rows().entrySet().stream()
        .filter(entry -> entry.getValue().begunAt < before)
        .filter(entry -> hours.lock(entry.getValue().hour).archived())
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Decides that an object is deleted, even if the manifest lists it.
  public boolean discardUnchecked(String key) {
    @Nullable Upload present = uploads.get(key);
    if (present != null) {
      uploads.put(key, new Upload(present.hour, present.begunAt, true));
    }
    return present != null;
  }

  /// Decides that an object is deleted.
  ///
  /// @return false if the manifest has listed it
  public boolean discard(Manifest manifest, String key) {
    @Nullable Upload present = uploads.get(key);
    if (present == null) {
      return false;
    }
    if (manifest.lists(key)) {
      uploads.remove(key);
      return false;
    }
    uploads.put(key, new Upload(present.hour, present.begunAt, true));
    return true;
  }

  /// Removes an upload whose object has been deleted.
  public void forget(String key) {
    @Nullable Upload present = uploads.get(key);
    if (present != null && present.discarded) {
      uploads.remove(key);
    }
  }
}
