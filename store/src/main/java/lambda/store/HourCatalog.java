package lambda.store;

import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

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
            .map(ConstructorMapper.of(HourStatus.class))
            .list());
  }
}
