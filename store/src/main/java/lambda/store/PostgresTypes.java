package lambda.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import lambda.core.hour.Hour;
import lambda.core.hour.HourState;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/// How Java values are bound to statements and read from rows. Times go through [OffsetDateTime]:
/// `java.sql.Timestamp` counts days before 1582 by the Julian calendar, Postgres and [Instant] by
/// the Gregorian one.
public final class PostgresTypes {
  /// Reads rows into maps, by the columns' names as they are written. Times are [Instant]s.
  public static final RowMapper<Map<String, @Nullable Object>> MAP = (row, _) -> map(row);

  private PostgresTypes() {}

  static void register(Jdbi jdbi) {
    jdbi.registerArgument(new Times());
    jdbi.registerArgument(new Hours());
    jdbi.registerColumnMapper(Instant.class, (row, column, _) -> instant(row, column));
    jdbi.registerColumnMapper(
        Hour.class,
        (row, column, _) -> {
          @Nullable Instant start = instant(row, column);
          return start == null ? null : new Hour(start);
        });
    jdbi.registerColumnMapper(
        HourState.class, (row, column, _) -> HourState.of(row.getString(column)));
  }

  /// A time that is not null.
  public static Instant time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static Map<String, @Nullable Object> map(ResultSet row) throws SQLException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    ResultSetMetaData columns = row.getMetaData();
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      // Asked for a type's name, the driver would query the catalog, again for each row.
      @Nullable Object value = row.getObject(column);
      map.put(
          columns.getColumnLabel(column),
          value instanceof Timestamp ? instant(row, column) : value);
    }
    return map;
  }

  private static void bind(PreparedStatement statement, int position, Instant time)
      throws SQLException {
    statement.setObject(position, time.atOffset(ZoneOffset.UTC));
  }

  private static final class Times extends AbstractArgumentFactory<Instant> {
    Times() {
      super(Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    protected Argument build(Instant time, ConfigRegistry config) {
      return (position, statement, _) -> bind(statement, position, time);
    }
  }

  private static final class Hours extends AbstractArgumentFactory<Hour> {
    Hours() {
      super(Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    protected Argument build(Hour hour, ConfigRegistry config) {
      return (position, statement, _) -> bind(statement, position, hour.start());
    }
  }
}
