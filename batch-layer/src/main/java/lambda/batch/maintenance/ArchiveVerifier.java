package lambda.batch.maintenance;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.batch.archive.ArchiveFile;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.ArchivedRange;
import lambda.batch.archive.Manifest;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.erasure.ErasureReport;
import lambda.batch.hour.Progress;
import lambda.batch.s3.ObjectStore;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;

/// Proves that each record of the archived hours stands in exactly one file: offsets without a gap,
/// as many records as offsets but for those erased, each in its hour, and every object whole, by
/// its checksum. Reads the whole archive.
public final class ArchiveVerifier {
  private final Manifest manifest;
  private final ObjectStore store;
  private final DuckDb duck;

  public ArchiveVerifier(Manifest manifest, ObjectStore store, DuckDb duck) {
    this.manifest = manifest;
    this.store = store;
    this.duck = duck;
  }

  public ArchiveReport verify(StreamDefinition stream, Progress progress) {
    return new Verification(stream).run(progress);
  }

  /// One run.
  private final class Verification {
    private final StreamDefinition stream;
    private final List<String> problems = new ArrayList<>();
    private final Map<Integer, Long> reached = new HashMap<>();
    private long ranges;
    private long records;
    private long files;
    private long bytes;

    Verification(StreamDefinition stream) {
      this.stream = stream;
    }

    ArchiveReport run(Progress progress) {
      List<Hour> hours = manifest.hours(stream.name());
      for (int i = 0; i < hours.size(); i++) {
        progress.report("verifying hour " + hours.get(i), i, hours.size());
        verify(hours.get(i));
      }
      return new ArchiveReport(
          stream.name(), hours.size(), ranges, records, files, bytes, problems, orphans());
    }

    private void verify(Hour hour) {
      List<ArchivedRange> archived = manifest.ranges(stream.name(), hour);
      archived.forEach(range -> continues(hour, range));
      List<ArchiveFile> raw = manifest.files(stream.name(), hour, Kind.RAW);
      List<ArchiveFile> dlq = manifest.files(stream.name(), hour, Kind.DLQ);
      ErasureReport erased = manifest.erased(stream.name(), hour);
      long events = archived.stream().mapToLong(ArchivedRange::events).sum();
      long letters = archived.stream().mapToLong(ArchivedRange::deadLetters).sum();
      equal(hour, "events", events - erased.events(), raw);
      equal(hour, "dead letters", letters - erased.deadLetters(), dlq);
      List<ArchiveFile> all = Stream.concat(raw.stream(), dlq.stream()).toList();
      long whole = all.stream().filter(this::whole).count();
      if (whole == all.size() && !all.isEmpty()) {
        read(hour, archived, all);
      }
    }

    /// Whether the range begins where the one before it ended.
    private void continues(Hour hour, ArchivedRange archived) {
      ranges++;
      int partition = archived.range().partition();
      long expected = reached.getOrDefault(partition, archived.range().first());
      if (archived.range().first() != expected) {
        problems.add(
            "hour %s: %s begins where it should not: offsets %d to %d of the partition are not archived once"
                .formatted(hour, archived.range(), expected, archived.range().first()));
      }
      reached.put(partition, archived.range().next());
    }

    private void equal(Hour hour, String what, long expected, List<ArchiveFile> present) {
      long rows = ArchiveFile.rows(present);
      records += rows;
      if (rows != expected) {
        problems.add(
            "hour %s: its ranges have %d %s that were not erased, but its files %d"
                .formatted(hour, expected, what, rows));
      }
    }

    private boolean whole(ArchiveFile file) {
      files++;
      bytes += file.bytes();
      try {
        ObjectStore.Content content = store.content(file.key());
        if (file.is(content.sha256())) {
          return true;
        }
        problems.add(
            "%s: its %d bytes are not those that were archived (SHA-256 %s, not %s)"
                .formatted(file.key(), content.bytes(), content.sha256(), file.sha256()));
      } catch (ObjectStore.NoSuchObject e) {
        problems.add(file.key() + ": the manifest names it, but it is not in the bucket");
      }
      return false;
    }

    /// Looks at every record of the hour.
    private void read(Hour hour, List<ArchivedRange> archived, List<ArchiveFile> all) {
      String ranges =
          archived.stream()
              .map(a ->
                  "(%d, %d, %d)"
                      .formatted(a.range().partition(), a.range().first(), a.range().next()))
              .collect(Collectors.joining(", "));
      try (Connection connection = duck.remote();
          Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  """
                  with records as materialized (select _partition, _offset from %s),
                  ranges(p, first, next) as (values %s)
                  select (select count(*) from records),
                    (select count(*) from (from records group by all having count(*) > 1)),
                    (select count(*) from records anti join ranges
                      on p = _partition and _offset >= first and _offset < next)\
                  """
                      .formatted(
                          duck.objects(all.stream().map(ArchiveFile::key).toList()), ranges))) {
        row.next();
        long expected = ArchiveFile.rows(all);
        if (row.getLong(1) != expected) {
          problems.add(
              "hour %s: its files hold %d records, not %d"
                  .formatted(hour, row.getLong(1), expected));
        }
        if (row.getLong(2) > 0) {
          problems.add(
              "hour %s: %d records stand in its files more than once"
                  .formatted(hour, row.getLong(2)));
        }
        if (row.getLong(3) > 0) {
          problems.add(
              "hour %s: %d records of its files belong to no range of it"
                  .formatted(hour, row.getLong(3)));
        }
      } catch (SQLException e) {
        problems.add("hour %s cannot be read: %s".formatted(hour, e.getMessage()));
      }
    }

    private List<String> orphans() {
      Set<String> known = Set.copyOf(manifest.knownKeys(stream.name()));
      return Stream.of(Kind.values())
          .flatMap(kind -> store.list("%s/%s/".formatted(kind.folder(), stream.name())).stream())
          .map(ObjectStore.Listed::key)
          .filter(key -> !known.contains(key))
          .toList();
    }
  }
}
