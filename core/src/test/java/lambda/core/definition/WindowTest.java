package lambda.core.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
  @ParameterizedTest
  @CsvSource({
    "MINUTE, 2026-11-21T04:05:59.999Z, 2026-11-21T04:05:00Z",
    "MINUTE, 2026-11-21T04:05:00Z,     2026-11-21T04:05:00Z",
    "HOUR,   2026-11-21T04:05:59.999Z, 2026-11-21T04:00:00Z",
    "DAY,    2028-02-29T23:59:59.999Z, 2028-02-29T00:00:00Z",
    "MINUTE, 1969-12-31T23:59:59.999Z, 1969-12-31T23:59:00Z",
    "MONTH,  2028-02-29T23:59:59.999Z, 2028-02-01T00:00:00Z",
    "MONTH,  2027-01-01T00:00:00Z,     2027-01-01T00:00:00Z",
    "MONTH,  1969-12-31T23:59:59.999Z, 1969-12-01T00:00:00Z",
    "MONTH,  9999-12-31T23:59:59.999Z, 9999-12-01T00:00:00Z",
    "DAY,    0001-01-01T12:00:00Z,     0001-01-01T00:00:00Z",
  })
  void startOfTheWindowIsAtOrBeforeTheTime(Window window, Instant time, Instant start) {
    assertThat(window.startOf(time.toEpochMilli())).isEqualTo(start.toEpochMilli());
  }
}
