package lambda.batch.compute;

import static lambda.store.Sql.name;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import lambda.batch.archive.ArchiveFile;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.Manifest;
import lambda.batch.archive.ReadFailures;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.hour.BatchHours;
import lambda.batch.hour.Progress;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.hour.Hour;
import lambda.core.hour.Layer;
import lambda.core.view.ViewQuota;
import lambda.store.BatchViews;
import lambda.store.PartialsTable;
import lambda.store.StoredDefinitions;
import lambda.store.ViewTables;
import lambda.store.copy.CopyIn;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Computes an hour's batch partials from the archive and swaps them in: one transaction for all
/// views of the stream, after which the serving view returns them. They are also written to S3 as
/// Parquet. Thread-safe.
public final class Recomputer {
  private final Jdbi jdbi;
  private final Manifest manifest;
  private final DuckDb duck;
  private final ReadFailures failures;
  private final AggregatedFiles aggregated;
  private final ViewQuota quota;

  public Recomputer(
      Jdbi jdbi,
      Manifest manifest,
      DuckDb duck,
      ReadFailures failures,
      AggregatedFiles aggregated,
      ViewQuota quota) {
    this.aggregated = aggregated;
    this.quota = quota;
    this.jdbi = jdbi;
    this.manifest = manifest;
    this.duck = duck;
    this.failures = failures;
  }

  /// Recomputes an hour. The hour, and the hour before if it has records, must be archived.
  ///
  /// @throws lambda.core.failure.LambdaException of category fatal if a view has more rows in the
  ///   hour than its quota
  public void recompute(StreamDefinition stream, Hour hour, Progress progress) {
    List<ArchiveFile> files = manifest.files(stream.name(), hour, Kind.RAW);
    List<String> keys = files.stream().map(ArchiveFile::key).toList();
    List<String> before = manifest.keys(stream.name(), hour.previous(), Kind.RAW);
    try (Connection connection = duck.remote();
        Statement statement = connection.createStatement()) {
      progress.report("reading " + keys.size() + " objects of the hour", 0, keys.size());
      long events = keys.isEmpty() ? 0 : prepareEvents(statement, stream, keys, before);
      long duplicates = ArchiveFile.rows(files) - events;
      int views = stream.views().size();
      for (int i = 0; i < views && !keys.isEmpty(); i++) {
        ViewDefinition view = stream.views().get(i);
        progress.report("recomputing " + view.name(), i, views);
        statement.execute(
            "create temp table %s as %s"
                .formatted(partials(view), ViewSql.partials(view, "events")));
        quota.require(view, hour, count(statement, partials(view)));
      }
      progress.report("swapping the partials in", views, views);
      jdbi.useTransaction(handle -> {
        BatchHours.lock(handle, stream.name(), hour);
        refuseReplaced(handle, stream, hour, keys, before);
        StoredDefinitions.requireViews(handle, stream);
        List<ViewDefinition> incomplete = ViewTables.incomplete(handle, stream);
        for (ViewDefinition view : stream.views()) {
          swap(handle, statement, view, hour, keys.isEmpty());
          BatchViews.computed(handle, view, hour);
        }
        BatchHours.set(handle, stream.name(), hour, BatchHours.Figure.DUPLICATES, duplicates);
        BatchHours.mark(handle, stream.name(), hour, BatchHours.Step.RECOMPUTED);
        ViewTables.projectCompleted(handle, stream, incomplete);
      });
      progress.report("writing the partials as Parquet", views, views);
      for (ViewDefinition view : stream.views()) {
        if (keys.isEmpty()) {
          aggregated.delete(view, hour);
        } else {
          aggregated.write(statement, partials(view), view, hour);
        }
      }
      // Somebody who recomputed the hour from other files may have written theirs before.
      jdbi.useHandle(handle -> refuseReplaced(handle, stream, hour, keys, before));
    } catch (SQLException e) {
      throw failures.of(
          "recompute hour %s of %s".formatted(hour, stream.name()),
          e,
          Stream.of(keys, before).flatMap(List::stream).toList());
    }
  }

  /// Partials computed from files that were replaced in the meantime must not be served.
  private static void refuseReplaced(
      Handle handle, StreamDefinition stream, Hour hour, List<String> keys, List<String> before) {
    Manifest.requireUnchanged(handle, stream.name(), hour, Kind.RAW, keys);
    Manifest.requireUnchanged(handle, stream.name(), hour.previous(), Kind.RAW, before);
  }

  /// The DuckDB table that holds the partials of a view until they are copied to Postgres.
  private static String partials(ViewDefinition view) {
    return name("partials_of_" + view.name());
  }

  /// Creates the DuckDB table `events`: the events of the hour without duplicates.
  ///
  /// @return how many there are
  private long prepareEvents(
      Statement statement, StreamDefinition stream, List<String> keys, List<String> before)
      throws SQLException {
    String hour = ViewSql.events(stream, duck.objects(keys));
    String earlier =
        before.isEmpty()
            ? "(from %s limit 0)".formatted(hour)
            : ViewSql.events(stream, duck.objects(before));
    statement.execute(
        "create temp table events as " + ViewSql.distinctEvents(stream, hour, earlier));
    return count(statement, "events");
  }

  private static long count(Statement statement, String table) throws SQLException {
    try (ResultSet count = statement.executeQuery("select count(*) from " + table)) {
      count.next();
      return count.getLong(1);
    }
  }

  private static void swap(
      Handle handle, Statement statement, ViewDefinition view, Hour hour, boolean empty)
      throws SQLException {
    PartialsTable batch = new PartialsTable(Layer.BATCH, view);
    String staged =
        batch.stage(
            handle,
            copy -> {
              if (!empty) {
                copy(statement, view, hour, copy);
              }
            });
    batch.replace(handle, hour, staged);
    // Speed partials without a batch partial are no longer served; their figures must be projected.
    new PartialsTable(Layer.SPEED, view).touchOthers(handle, hour, staged);
  }

  private static void copy(Statement statement, ViewDefinition view, Hour hour, CopyIn copy)
      throws SQLException {
    int values = view.groupBy().size() + view.states().size();
    try (ResultSet rows = statement.executeQuery("from " + partials(view))) {
      while (rows.next()) {
        copy.value(hour).value(Instant.ofEpochMilli(rows.getLong(1)));
        for (int i = 0; i < values; i++) {
          copy.value(value(rows.getObject(i + 2)));
        }
        copy.end();
      }
    }
  }

  /// A DuckDB value in a form that [CopyIn] accepts.
  private static @Nullable Object value(@Nullable Object value) throws SQLException {
    return value instanceof Array list && list.getArray() instanceof Object[] items
        ? List.of(items)
        : value;
  }
}
