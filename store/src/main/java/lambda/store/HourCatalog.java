package lambda.store;

import java.util.List;
import lambda.core.hour.Hour;
import lambda.core.hour.HourState;
import org.jdbi.v3.core.Jdbi;

/// Lists the hours of all streams.
public final class HourCatalog {
  private final Jdbi jdbi;

  public HourCatalog(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// All hours, by stream and time.
  public List<HourStatus> list() {
    return jdbi.withHandle(handle ->
        handle
            .select("select * from lambda.hours order by stream, hour")
            .map((row, context) ->
                new HourStatus(
                    row.getString("stream"),
                    new Hour(row.getTimestamp("hour").toInstant()),
                    HourState.of(row.getString("state")),
                    row.getLong("records"),
                    row.getLong("dead_letters"),
                    row.getLong("duplicates"),
                    row.getLong("differences"),
                    row.getBoolean("batch_serves")))
            .list());
  }
}
