package lambda.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import lambda.core.hour.Hour;
import lambda.core.hour.HourState;
import lambda.store.HourStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HourTableTest {
  @ParameterizedTest
  @CsvSource({
    "OPEN, –, –",
    "CLOSED, –, –",
    "ARCHIVED, –, –",
    "RECOMPUTED, 41, –",
    "RECONCILED, 41, 2",
    "SEALED, 41, 2"
  })
  void uncountedFiguresAreNotShownAsZero(HourState state, String duplicates, String differences) {
    Hour hour = new Hour(Instant.parse("2026-11-21T05:00:00Z"));

    List<String> cells =
        HourTable.cells(new HourStatus("pageviews", hour, state, 4270, 22, 41, 2, false, 0, null));

    assertThat(cells)
        .containsExactly(
            "pageviews",
            "2026-11-21T05:00:00Z",
            state.label(),
            "4,270",
            "22",
            duplicates,
            differences);
  }
}
