package lambda.core.hour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HourTest {
  @Test
  void hourOfAnInstantBeginsAtOrBeforeIt() {
    assertThat(Hour.of(Instant.parse("2026-11-21T04:59:59.999Z")))
        .isEqualTo(Hour.parse("2026-11-21T04:00:00Z"));
  }

  @Test
  void pathIsTheHivePartitionInUtc() {
    assertThat(Hour.parse("2026-01-02T03:00:00Z").path())
        .isEqualTo("year=2026/month=01/day=02/hour=03");
  }

  @Test
  void nextHourCrossesTheYear() {
    assertThat(Hour.parse("2026-12-31T23:00:00Z").next())
        .isEqualTo(Hour.parse("2027-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "2026-11-21", "2026-11-21T04:30:00Z", "2026-11-21T04:00:00"})
  void anythingElseIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> Hour.parse(text))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("2026-11-21T04:00:00Z");
  }
}
