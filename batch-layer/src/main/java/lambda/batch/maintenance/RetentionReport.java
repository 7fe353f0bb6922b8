package lambda.batch.maintenance;

import java.util.List;

/// What was deleted because it is no longer needed.
///
/// @param objects the keys of the deleted objects
/// @param rows the number of deleted rows of views in Postgres
public record RetentionReport(List<String> objects, long rows) {
  public RetentionReport {
    objects = List.copyOf(objects);
  }
}
