package lambda.speed.projection;

import java.util.List;
import java.util.Map;
import lambda.store.projection.TimeSlices;
import org.jspecify.annotations.Nullable;

/// A table or view in Postgres that is copied to Elasticsearch.
public interface Projection {
  /// Its row in `lambda.projections`.
  String id();

  /// The name by which Elasticsearch is searched for it.
  String alias();

  Mapping mapping();

  /// A query for the current values of everything that transactions changed. Its parameters are
  /// pairs of transaction ids: from (inclusive) and to (exclusive).
  String changed();

  /// Where the query finds what changed, one source for each of its parameter pairs. All pairs get
  /// the same values.
  List<Source> sources();

  /// Rows that carry the transaction that changed them.
  ///
  /// @param rows as SQL
  /// @param transaction the name of the column, with an index
  record Source(String rows, String transaction) {}

  /// How to divide everything that is stored.
  TimeSlices slices();

  /// A query for the current values of a slice. Its parameters are the slice's times.
  String slice();

  /// How many rows of the queries can be held in memory.
  int fetchRows();

  /// What becomes of the document of a row of the queries.
  Change change(Map<String, @Nullable Object> row);
}
