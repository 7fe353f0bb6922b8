package lambda.tests.equivalence;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lambda.batch.archive.LocalArchive;
import lambda.batch.compute.ViewSql;
import lambda.batch.duckdb.HashFunctions;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.hour.Hour;
import lambda.core.view.Partial;
import lambda.speed.ingest.SpeedReplay;
import lambda.tests.stack.ScratchFolder;
import org.jspecify.annotations.Nullable;

/// Computes the partials of a case by the speed layer's fold, and by the batch layer's SQL from the
/// files that the archive would hold. One thread.
final class BothLayers implements AutoCloseable {
  private final ScratchFolder folder = new ScratchFolder();
  private final LocalArchive archive;
  private final Connection duckDb;

  /// The place of a partial.
  record Place(Hour hour, long window, List<@Nullable Object> key) {}

  BothLayers() {
    try {
      archive = new LocalArchive(folder.path());
      duckDb = archive.connect();
      HashFunctions.register(duckDb);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<Place, List<@Nullable Object>> fold(EquivalenceCase given) {
    SpeedReplay speed = new SpeedReplay(given.stream());
    given.log().forEach(speed::add);
    return byPlace(speed.partials());
  }

  static Map<Place, List<@Nullable Object>> byPlace(List<Partial> partials) {
    Map<Place, List<@Nullable Object>> places = new HashMap<>();
    for (Partial partial : partials) {
      places.put(
          new Place(partial.hour(), partial.windowStart(), PlainValues.of(partial.key())),
          PlainValues.of(partial.states()));
    }
    return places;
  }

  Map<Place, List<@Nullable Object>> sql(EquivalenceCase given) {
    return byPlace(partials(given).values().stream().flatMap(List::stream).toList());
  }

  /// The batch partials of each hour.
  SortedMap<Hour, List<Partial>> partials(EquivalenceCase given) {
    StreamDefinition stream = given.stream();
    SortedMap<Hour, List<Partial>> partials = new TreeMap<>();
    List<Path> before = List.of();
    try (Statement statement = duckDb.createStatement()) {
      for (Hour hour : given.ingestHours()) {
        List<Path> files =
            given.ranges(hour).stream().map(range -> archive.write(stream, hour, range)).toList();
        partials.put(
            hour,
            files.isEmpty()
                ? List.of()
                : partials(statement, stream, hour, parquet(files), parquet(before)));
        before = files;
      }
      return partials;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      archive.clear();
    }
  }

  private static List<Partial> partials(
      Statement statement, StreamDefinition stream, Hour hour, String files, String before)
      throws SQLException {
    String archived = ViewSql.events(stream, files);
    String earlier =
        before.isEmpty() ? "(from %s limit 0)".formatted(archived) : ViewSql.events(stream, before);
    statement.execute(
        "create or replace temp table events as "
            + ViewSql.distinctEvents(stream, archived, earlier));
    return partials(statement, stream.views().getFirst(), hour);
  }

  /// A relation with the rows of the files; empty if there are none.
  private static String parquet(List<Path> files) {
    return files.isEmpty()
        ? ""
        : files.stream()
            .map(file -> "'" + file + "'")
            .collect(Collectors.joining(", ", "read_parquet([", "], union_by_name = true)"));
  }

  private static List<Partial> partials(Statement statement, ViewDefinition view, Hour hour)
      throws SQLException {
    List<Partial> partials = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(ViewSql.partials(view, "events"))) {
      while (rows.next()) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int column = 2; column <= rows.getMetaData().getColumnCount(); column++) {
          values.add(rows.getObject(column));
        }
        int keys = view.groupBy().size();
        partials.add(
            new Partial(
                hour,
                rows.getLong(1),
                values.subList(0, keys),
                values.subList(keys, values.size())));
      }
    }
    return partials;
  }

  @Override
  public void close() {
    try {
      duckDb.close();
      archive.close();
      folder.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
