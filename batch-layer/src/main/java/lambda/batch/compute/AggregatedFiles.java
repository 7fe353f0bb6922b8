package lambda.batch.compute;

import static lambda.store.Sql.name;
import static lambda.store.Sql.text;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.batch.s3.ObjectStore;
import lambda.batch.scratch.ScratchFolder;
import lambda.core.definition.FieldType;
import lambda.core.definition.Measure;
import lambda.core.definition.ViewDefinition;
import lambda.core.hour.Hour;

/// The batch partials as Parquet, for other readers: one object for each view and ingest hour,
/// `aggregated/<view>/year=…/month=…/day=…/hour=…/<view>.parquet`, replaced as a whole when the
/// hour is recomputed. Adding up the states of all hours by window and key gives the batch view.
public final class AggregatedFiles {
  /// Holds every sum of longs: 2^63 addends of 2^63 have 38 digits. DuckDB's own type for such sums
  /// would become a DOUBLE in Parquet.
  private static final String EXACT_SUM = "decimal(38, 0)";

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
      statement.execute(copy(partials, view, file));
      store.put(key(view, hour), file);
    }
  }

  static String copy(String partials, ViewDefinition view, Path file) {
    return "copy (select * replace (%s) from %s order by all) to %s (format parquet, compression zstd)"
        .formatted(replacements(view), partials, text(file.toString()));
  }

  /// The columns whose type in Parquet is not the one that DuckDB computes with.
  private static String replacements(ViewDefinition view) {
    return Stream.concat(
            Stream.of("epoch_ms(window_start) as window_start"),
            view.states().stream()
                .filter(AggregatedFiles::sumsLongs)
                .map(state -> name(state.name()))
                .map(column -> "%1$s::%2$s as %1$s".formatted(column, EXACT_SUM)))
        .collect(Collectors.joining(", "));
  }

  private static boolean sumsLongs(Measure.Folded state) {
    return state instanceof Measure.Sum sum && sum.field().type() instanceof FieldType.LongType;
  }

  /// Deletes the object of an hour without events.
  void delete(ViewDefinition view, Hour hour) {
    store.delete(key(view, hour));
  }

  /// The prefix of all objects of a view.
  public static String folder(ViewDefinition view) {
    return "aggregated/" + view.name() + "/";
  }

  static String key(ViewDefinition view, Hour hour) {
    return String.format(Locale.ROOT, "%s%s/%s.parquet", folder(view), hour.path(), view.name());
  }
}
