package lambda.speed.projection;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something in Postgres that has a copy in Elasticsearch.
public interface Projection {
  /// Its row in `lambda.projections`.
  String id();

  /// A query for the present values of all that transactions changed. Its parameters are pairs of
  /// transaction ids: from, and up to (exclusive).
  String changed();

  /// How many pairs of parameters the query has; all the same.
  int ranges();

  /// Tells Elasticsearch the types of the columns, for indices to come.
  void ensureTemplate();

  /// Writes rows of the query.
  ///
  /// @param version documents of a higher version stay as they are
  void write(List<Map<String, @Nullable Object>> rows, long version);
}
