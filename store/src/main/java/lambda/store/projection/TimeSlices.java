package lambda.store.projection;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Divides tables by a time column into slices of bounded size, so that what reads all of them
/// holds no transaction open for long. The slices together cover every time that is stored. Pure
/// but for the query it is given the handle for.
///
/// @param tables as SQL; each has an index on the column
/// @param column as SQL, not null
public record TimeSlices(List<String> tables, String column) {
  /// Before every time that an event can have, and after.
  public static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

  public static final Instant END = Instant.parse("9999-12-31T23:59:59.999999Z");

  public TimeSlices {
    tables = List.copyOf(tables);
  }

  /// From a time (inclusive) to another (exclusive).
  public record Slice(Instant from, Instant to) {
    /// Whether no slice follows.
    public boolean last() {
      return to.equals(END);
    }
  }

  /// The slice that begins at a time. It holds the rows of that time, and up to `rows` others of
  /// each table.
  public Slice from(Handle handle, Instant from, int rows) {
    String bounds =
        tables.stream()
            .map(table ->
                "select (select %1$s from %2$s where %1$s > :from order by %1$s offset :rows limit 1) as bound"
                    .formatted(column, table))
            .collect(Collectors.joining(" union all "));
    Optional<Instant> to =
        handle
            .createQuery("select min(bound) from (" + bounds + ") b having min(bound) is not null")
            .bind("from", from)
            .bind("rows", rows)
            .mapTo(Instant.class)
            .findOne();
    return new Slice(from, to.orElse(END));
  }
}
