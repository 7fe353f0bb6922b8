package lambda.speed.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import lambda.kafka.TopicSnapshot;
import org.junit.jupiter.api.Test;

class OpenTransactionsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofMinutes(16));

  private final OpenTransactions transactions = new OpenTransactions();

  private static TopicSnapshot clicks(long stable, long end) {
    return new TopicSnapshot(
        "clicks", "id", new TreeMap<>(Map.of(0, new TopicSnapshot.Log(0, stable, end))));
  }

  @Test
  void aTransactionThatStaysOpenIsNamedWithWhatItHoldsBack() {
    assertThat(transactions.problem(clicks(10, 12), NOW)).isEmpty();

    assertThat(transactions.problem(clicks(10, 40), LATER))
        .hasValueSatisfying(why ->
            assertThat(why)
                .contains("offset 10 of partition 0 of topic clicks")
                .contains("blocks 30 records")
                .contains("find-hanging"));
  }

  @Test
  void oneTransactionAfterTheOtherIsNoProblem() {
    assertThat(transactions.problem(clicks(10, 12), NOW)).isEmpty();

    assertThat(transactions.problem(clicks(15, 40), LATER)).isEmpty();
  }

  @Test
  void aTransactionThatEndsIsForgotten() {
    assertThat(transactions.problem(clicks(10, 12), NOW)).isEmpty();
    assertThat(transactions.problem(clicks(12, 12), NOW)).isEmpty();

    assertThat(transactions.problem(clicks(12, 14), LATER)).isEmpty();
  }
}
