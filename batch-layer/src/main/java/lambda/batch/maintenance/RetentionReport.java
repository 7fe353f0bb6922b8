package lambda.batch.maintenance;

import java.util.List;

/// What was deleted because nobody can need it any more.
///
/// @param objects the keys of objects of the archive
/// @param rows how many rows of views in Postgres
public record RetentionReport(List<String> objects, long rows) {
  public RetentionReport {
    objects = List.copyOf(objects);
  }
}
