package lambda.core.hour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OffsetRangeTest {
  private final OffsetRange range = new OffsetRange(1, 100, 250);

  @Test
  void headsAndRemaindersCoverTheRangeWithoutGaps() {
    OffsetRange head = range.head(100);
    OffsetRange rest = range.from(head.next());

    assertThat(head).isEqualTo(new OffsetRange(1, 100, 200));
    assertThat(rest).isEqualTo(new OffsetRange(1, 200, 250));
    assertThat(rest.head(100)).isEqualTo(rest);
    assertThat(rest.from(250).isEmpty()).isTrue();
  }

  @Test
  void anOffsetBeforeTheRangeChangesNothing() {
    assertThat(range.from(0)).isEqualTo(range);
  }

  @Test
  void aRangeNeverRunsBackward() {
    assertThatThrownBy(() -> new OffsetRange(0, 5, 4)).isInstanceOf(IllegalArgumentException.class);
  }
}
