package lambda.store.projection;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Documents that Elasticsearch refuses, by projection: the table `lambda.rejected_documents`.
/// Changes are transactions of their own, also inside another one of the thread. Thread-safe.
public final class RejectedDocuments {
  private final Jdbi jdbi;

  public RejectedDocuments(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// @param id of the document
  /// @param document what it stands for, for people
  /// @param reason in Elasticsearch's words
  public record Rejected(String id, String document, String reason) {}

  public void add(String projection, List<Rejected> rejected, long version) {
    if (rejected.isEmpty()) {
      return;
    }
    try (Handle handle = jdbi.open()) {
      PreparedBatch batch =
          handle.prepareBatch(
              """
              insert into lambda.rejected_documents (view, id, document, reason, version)
              values (?, ?, ?, ?, ?)
              on conflict (view, id) do update
              set document = excluded.document, reason = excluded.reason,
                version = excluded.version, rejected_at = now()\
              """);
      rejected.forEach(
          one -> batch.add(projection, one.id(), one.document(), one.reason(), version));
      batch.execute();
    }
  }

  /// Forgets documents that Elasticsearch has accepted since.
  public void remove(String projection, Collection<String> ids) {
    try (Handle handle = jdbi.open()) {
      handle.execute(
          "delete from lambda.rejected_documents where view = ? and id = any(?)",
          projection,
          ids.toArray(String[]::new));
    }
  }

  /// Forgets documents that were refused before a version, which all were written again with.
  public void removeBefore(String projection, long version) {
    jdbi.useHandle(handle ->
        handle.execute(
            "delete from lambda.rejected_documents where view = ? and version < ?",
            projection,
            version));
  }

  /// How many documents are refused, for each projection that has any.
  public Map<String, Long> counts() {
    return jdbi.withHandle(handle ->
        handle
            .select("select view, count(*) from lambda.rejected_documents group by view")
            .map((row, _) -> Map.entry(row.getString(1), row.getLong(2)))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /// The one of a projection that was refused last, for people.
  public Optional<String> example(String projection) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                select document || ': ' || reason from lambda.rejected_documents
                where view = ? order by rejected_at desc limit 1\
                """,
                projection)
            .mapTo(String.class)
            .findOne());
  }
}
