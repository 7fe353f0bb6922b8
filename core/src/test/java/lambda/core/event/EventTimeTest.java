package lambda.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-21T04:05:06Z,          2026-11-21T04:05:06Z",
    "2026-11-21T04:05:06.789Z,      2026-11-21T04:05:06.789Z",
    "2026-11-21T04:05:06.789999999Z, 2026-11-21T04:05:06.789Z",
    "2026-11-21T04:05:06,           2026-11-21T04:05:06Z",
    "2026-11-21T04:05,              2026-11-21T04:05:00Z",
    "2026-11-21T00:05:06+05:30,     2026-11-20T18:35:06Z",
    "2026-11-21T00:05:06-0800,      2026-11-21T08:05:06Z",
    "2026-11-21T00:05:06+01,        2026-11-20T23:05:06Z",
    "2028-02-29T23:59:59.999999+00:00, 2028-02-29T23:59:59.999Z",
    "1969-12-31T23:59:59.999Z,      1969-12-31T23:59:59.999Z",
    "0001-01-01T00:00:00.000Z,      0001-01-01T00:00:00Z",
    "2028-02-29T23:59:59.001Z,      2028-02-29T23:59:59.001Z",
    "1969-12-31T23:59:59.9999Z,     1969-12-31T23:59:59.999Z",
  })
  void aTimeIsIso8601InItsZoneOrUtc(String text, Instant time) {
    assertThat(EventTime.parse(text)).isEqualTo(OptionalLong.of(time.toEpochMilli()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026-11-21",
        "2027-02-29T00:00:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T23:59:60Z",
        "2026-11-21T23:59:60.000Z",
        "2026-11-21T24:00:00.000Z",
        "2026-11-21T23:60:00.000Z",
        "2027-02-29T00:00:00.000Z",
        "2026-13-01T00:00:00.000Z",
        "2026-11-21T23-59-00.000Z",
        "1700000000000"
      })
  void anythingElseIsNotATime(String text) {
    assertThat(EventTime.parse(text)).isEmpty();
  }

  @Test
  void theYears1To9999CanBeStored() {
    long first = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
    long last = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    assertThat(EventTime.storable(first)).isTrue();
    assertThat(EventTime.storable(first - 1)).isFalse();
    assertThat(EventTime.storable(last)).isTrue();
    assertThat(EventTime.storable(last + 1)).isFalse();
  }
}
