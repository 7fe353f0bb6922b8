package lambda.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class GranularityTest {
  private static WindowRange range(String from, String to) {
    return new WindowRange(Instant.parse(from), Instant.parse(to));
  }

  @Test
  void aRangeIsWidenedToWholeWindowsAtBothEnds() {
    WindowRange odd = range("2024-02-10T10:30:15Z", "2024-02-29T13:04:48Z");

    assertThat(Granularity.HOUR.whole(odd))
        .isEqualTo(range("2024-02-10T10:00:00Z", "2024-02-29T14:00:00Z"));
    assertThat(Granularity.DAY.whole(odd))
        .isEqualTo(range("2024-02-10T00:00:00Z", "2024-03-01T00:00:00Z"));
    assertThat(Granularity.MONTH.whole(odd))
        .isEqualTo(range("2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"));
    assertThat(Granularity.ALL.whole(odd)).isEqualTo(odd);
  }

  @Test
  void aRangeOfWholeWindowsStaysAsItIs() {
    WindowRange whole = range("2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z");

    assertThat(Granularity.DAY.whole(whole)).isEqualTo(whole);
    assertThat(Granularity.MONTH.whole(whole)).isEqualTo(whole);
  }

  @Test
  void theLastMonthEndsWhereItWasAskedFor() {
    assertThat(Granularity.MONTH.whole(range("9999-12-02T00:00:00Z", "9999-12-31T00:00:00Z")))
        .isEqualTo(range("9999-12-01T00:00:00Z", "9999-12-31T00:00:00Z"));
  }
}
