package lambda.batch.compute;

import static lambda.store.Sql.text;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import lambda.batch.s3.ObjectStore;
import lambda.batch.scratch.ScratchFolder;
import lambda.core.definition.ViewDefinition;
import lambda.core.hour.Hour;

/// The batch partials as Parquet, for others to read: one object for each view and ingest hour,
/// `aggregated/<view>/year=…/month=…/day=…/hour=…/<view>.parquet`, replaced as a whole when the
/// hour is recomputed. Who adds up the states of all hours by window and key has the batch view.
public final class AggregatedFiles {
  private final ObjectStore store;
  private final Path work;

  public AggregatedFiles(ObjectStore store, Path work) {
    this.store = store;
    this.work = work;
  }

  /// @param statement of the DuckDB that holds the partials
  /// @param partials the table with the view's partials of the hour
  void write(Statement statement, String partials, ViewDefinition view, Hour hour)
      throws SQLException {
    try (ScratchFolder folder = new ScratchFolder(work, "aggregated")) {
      Path file = folder.file("partials.parquet");
      statement.execute(
          "copy (select * replace (epoch_ms(window_start) as window_start) from %s order by all) to %s (format parquet, compression zstd)"
              .formatted(partials, text(file.toString())));
      store.put(key(view, hour), file);
    }
  }

  /// An hour without events has no object.
  void delete(ViewDefinition view, Hour hour) {
    store.delete(key(view, hour));
  }

  private static String key(ViewDefinition view, Hour hour) {
    return String.format(
        Locale.ROOT, "aggregated/%1$s/%2$s/%1$s.parquet", view.name(), hour.path());
  }
}
