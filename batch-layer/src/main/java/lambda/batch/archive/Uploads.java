package lambda.batch.archive;

import java.time.Duration;
import java.util.List;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The objects on their way into the manifest, as `lambda.uploads` lists them. An upload begins
/// before its object is put. It ends in one of two ways, whichever comes first: the manifest lists
/// the object, or clean-up discards it. So an object that is listed is never deleted as an orphan,
/// however long its writer took, and whatever a dead writer left behind is known. Thread-safe.
public final class Uploads {
  private final Jdbi jdbi;

  public Uploads(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Notes that an object will be put. A second attempt to put it begins its time anew.
  ///
  /// @throws LambdaException to be retried if the object of that key is being deleted
  void begin(String stream, Hour hour, String key) {
    int begun =
        jdbi.withHandle(handle ->
            handle.execute(
                """
                insert into lambda.uploads (key, stream, hour) values (?, ?, ?)
                on conflict (key) do update set begun_at = now()
                  where uploads.discarded_at is null\
                """,
                key,
                stream,
                hour));
    if (begun == 0) {
      throw discarded(key);
    }
  }

  /// Ends an upload as part of the transaction that lists its object.
  ///
  /// @throws LambdaException to be retried if the object was discarded
  static void listed(Handle handle, String key) {
    int ended =
        handle.execute("delete from lambda.uploads where key = ? and discarded_at is null", key);
    if (ended == 0) {
      throw discarded(key);
    }
  }

  private static LambdaException discarded(String key) {
    return LambdaException.retryAfter(
        Manifest.SOON,
        "object %s was deleted as an orphan before the manifest listed it; it will be written again. If this recurs, raise LAMBDA_TIDY_AFTER above the time that the step takes"
            .formatted(key));
  }

  /// The keys of uploads that began longer ago than the grace period, of archived hours only: until
  /// then, an archiver may use what an earlier attempt put.
  public List<String> abandoned(String stream, Duration grace) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                select u.key from lambda.uploads u join lambda.batch_hours h using (stream, hour)
                where stream = ? and h.archived_at is not null
                  and u.begun_at < now() - ? * interval '1 second' order by u.key\
                """,
                stream,
                grace.toSeconds())
            .mapTo(String.class)
            .list());
  }

  /// Decides that an object is deleted: from now on the manifest does not take it.
  ///
  /// @return false if the manifest lists it. A second worker may have begun to put it again after
  ///   the first had listed it
  public boolean discard(String key) {
    return jdbi.inTransaction(handle -> {
      handle.execute(
          """
          delete from lambda.uploads u
          where u.key = ? and exists (select from lambda.files f where f.key = u.key)\
          """,
          key);
      return handle.execute(
              "update lambda.uploads set discarded_at = coalesce(discarded_at, now()) where key = ?",
              key)
          == 1;
    });
  }

  /// Removes an upload whose object has been deleted.
  public void forget(String key) {
    jdbi.useHandle(handle ->
        handle.execute(
            "delete from lambda.uploads where key = ? and discarded_at is not null", key));
  }

  /// The keys of the stream's uploads.
  public List<String> keys(String stream) {
    return jdbi.withHandle(handle ->
        handle
            .select("select key from lambda.uploads where stream = ?", stream)
            .mapTo(String.class)
            .list());
  }
}
