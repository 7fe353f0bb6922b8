package lambda.speed.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeTest {
  @Test
  void timesAreWrittenAsIso8601() {
    assertThat(Change.document(Map.of("at", Instant.parse("1500-03-01T00:00:00Z"), "n", 1L)))
        .isEqualTo(Map.of("at", "1500-03-01T00:00:00Z", "n", 1L));
  }

  @Test
  void aLongDescriptionIsCutBetweenCharacters() {
    Change change = Change.delete("1", "\uD83D\uDE00".repeat(500));

    assertThat(change.what()).isEqualTo("\uD83D\uDE00".repeat(300) + "…");
  }
}
