package lambda.tests.simulation.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lambda.core.event.Event;
import lambda.tests.simulation.world.SimulatedS3.ArchivedRow;

/// What a duplicate is, by the documented rule: an event whose id occurs at a lower offset of the
/// same partition, in the same hour or the hour before. The platform has this rule in SQL
/// (`lambda.batch.compute.ViewSql`).
public final class DuplicateRule {
  private DuplicateRule() {}

  /// @param before the events of the hour before
  /// @return the events of the hour without duplicates
  public static List<ArchivedRow> distinct(List<ArchivedRow> hour, List<ArchivedRow> before) {
    Map<String, Long> first = new HashMap<>();
    Stream.concat(hour.stream(), before.stream())
        .forEach(row -> first.merge(identity(row), row.offset(), Math::min));
    return hour.stream()
        .filter(row -> row.offset() == first.getOrDefault(identity(row), -1L))
        .toList();
  }

  private static String identity(ArchivedRow row) {
    return row.partition() + " " + row.message().id();
  }

  /// The event of an archived row.
  public static Event event(ArchivedRow row) {
    if (row.message().decoded() instanceof Event event) {
      return event;
    }
    throw new IllegalStateException(row + " is malformed");
  }
}
