package lambda.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import lambda.core.definition.Window;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowRangeTest {
  private static final Instant NOW = Instant.parse("2026-03-31T10:20:30Z");

  @ParameterizedTest
  @CsvSource({
    "MINUTE, 2026-03-31T10:10:30Z",
    "HOUR, 2026-03-31T00:20:30Z",
    "DAY, 2026-03-21T10:20:30Z",
    "MONTH, 2025-05-31T10:20:30Z"
  })
  void lastTenWindowsAreTheDefault(Window window, Instant from) {
    assertThat(WindowRange.of(window, Optional.empty(), Optional.empty(), NOW))
        .isEqualTo(new WindowRange(from, NOW));
  }

  @Test
  void defaultStartDependsOnTheGivenEnd() {
    Instant end = Instant.parse("2026-01-01T00:00:00Z");

    assertThat(WindowRange.of(Window.HOUR, Optional.empty(), Optional.of(end), NOW))
        .isEqualTo(new WindowRange(Instant.parse("2025-12-31T14:00:00Z"), end));
  }

  @Test
  void emptyRangeIsRefused() {
    assertThatThrownBy(() -> WindowRange.of(Window.HOUR, Optional.of(NOW), Optional.empty(), NOW))
        .isInstanceOf(LambdaException.class)
        .hasMessage("--from 2026-03-31T10:20:30Z is not before --to 2026-03-31T10:20:30Z");
  }
}
