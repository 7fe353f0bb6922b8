package lambda.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final Instant MINUTE = Instant.parse("2026-11-21T04:05:00Z");

  @TempDir Path folder;

  private static Pageview pageview(String id) {
    return new Pageview(id, "u", "SW19", "/", MINUTE.plusSeconds(7).toEpochMilli());
  }

  private static Ledger filled() {
    Ledger ledger = new Ledger();
    ledger.add(new Planned.First(1, pageview("a")));
    ledger.add(new Planned.First(2, pageview("b")));
    ledger.add(new Planned.Again(3, pageview("a")));
    ledger.add(new Planned.Broken(4, "SW19", "?"));
    return ledger;
  }

  @Test
  void duplicatesAndMalformedRecordsAreCountedButExpectedInNoFigure() {
    Ledger ledger = filled();

    assertThat(ledger.pageviewsPerMinute()).isEqualTo(Map.of(MINUTE, Map.of("SW19", 2L)));
    assertThat(ledger.records()).isEqualTo(4);
    assertThat(ledger.events()).isEqualTo(2);
    assertThat(ledger.duplicates()).isEqualTo(1);
    assertThat(ledger.deadLetters()).isEqualTo(1);
  }

  @Test
  void ledgerThatIsTakenUpAgainGoesOnWhereItWas() {
    Path file = folder.resolve("new/ledger.json");
    filled().write(file);

    Ledger again = Ledger.read(file);
    again.add(new Planned.First(5, pageview("c")));

    assertThat(again.pageviewsPerMinute()).isEqualTo(Map.of(MINUTE, Map.of("SW19", 3L)));
    assertThat(again.records()).isEqualTo(5);
  }

  @Test
  void ledgersAddUp() {
    Ledger both = filled();
    both.addAll(filled());

    assertThat(both.pageviewsPerMinute()).isEqualTo(Map.of(MINUTE, Map.of("SW19", 4L)));
    assertThat(both.records()).isEqualTo(8);
    assertThat(both.events()).isEqualTo(4);
  }

  @Test
  void whatIsNoLedgerIsRefusedByName() throws IOException {
    Path file = Files.writeString(folder.resolve("ledger.json"), "{");

    assertThatThrownBy(() -> Ledger.read(file))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining(file.toString());
  }
}
