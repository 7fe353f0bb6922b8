package lambda.batch.archive;

import java.util.Optional;
import lambda.core.hour.Hour;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// What the manifest says of an archived hour: which offsets are archived, which files hold their
/// records, what was erased and what is lost.
///
/// @param revision how often it has changed since the hour was first archived completely
/// @param json all of it; its form is in docs/COMMANDS.md
public record HourManifest(String stream, Hour hour, long revision, String json) {

  /// The manifest of an hour as Postgres has it now; empty unless the hour is archived completely.
  static Optional<HourManifest> find(Jdbi jdbi, String stream, Hour hour) {
    return jdbi.withHandle(handle -> find(handle, stream, hour));
  }

  /// One statement, so it never mixes two revisions.
  public static Optional<HourManifest> find(Handle handle, String stream, Hour hour) {
    return handle
        .select(
            """
            select manifest_revision, jsonb_pretty(jsonb_build_object(
              'stream', stream, 'hour', ?::text, 'revision', manifest_revision,
              'topicId', (select topic_id from lambda.streams s where s.stream = b.stream),
              'ranges', coalesce((
                select jsonb_agg(jsonb_build_object('partition', partition, 'first', first_offset,
                  'next', next_offset, 'events', raw_rows, 'deadLetters', dead_letters,
                  'gaps', gaps) order by partition, first_offset)
                from lambda.ranges r where r.stream = b.stream and r.hour = b.hour), '[]'),
              'files', coalesce((
                select jsonb_agg(jsonb_build_object('key', key, 'kind', kind, 'rows', rows,
                  'bytes', bytes, 'sha256', sha256) order by key)
                from lambda.files f
                where f.stream = b.stream and f.hour = b.hour and replaced_at is null), '[]'),
              'erasures', coalesce((
                select jsonb_agg(jsonb_build_object('request', request, 'events', events,
                  'deadLetters', dead_letters) order by request)
                from lambda.erasures e
                where e.stream = b.stream and e.hour = b.hour and events + dead_letters > 0), '[]'),
              'losses', coalesce((
                select jsonb_agg(jsonb_build_object('partition', partition, 'first', first_offset,
                  'next', next_offset, 'declaredBy', declared_by) order by partition, first_offset)
                from lambda.losses l where l.stream = b.stream and l.hour = b.hour), '[]')))
            from lambda.batch_hours b
            where stream = ? and hour = ? and archived_at is not null\
            """,
            hour.toString(),
            stream,
            hour)
        .map((row, _) -> new HourManifest(stream, hour, row.getLong(1), row.getString(2)))
        .findOne();
  }

  /// Notes that the manifest of the hour changes in this transaction, which holds the hour.
  static void changed(Handle handle, String stream, Hour hour) {
    handle.execute(
        "update lambda.batch_hours set manifest_revision = manifest_revision + 1 where stream = ? and hour = ?",
        stream,
        hour);
  }
}
