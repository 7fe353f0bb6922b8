package lambda.speed.projection;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A table or view in Postgres that is copied to Elasticsearch.
public interface Projection {
  /// Its row in `lambda.projections`.
  String id();

  /// A query for the current values of everything that transactions changed. Its parameters are
  /// pairs of transaction ids: from (inclusive) and to (exclusive).
  String changed();

  /// The number of parameter pairs of the query. All get the same values.
  int ranges();

  /// Sets the types of the columns for indices that are created later.
  void ensureTemplate();

  /// Writes rows of the query as documents.
  ///
  /// @param version the documents' version; documents with a higher one stay as they are
  void write(List<Map<String, @Nullable Object>> rows, long version);
}
