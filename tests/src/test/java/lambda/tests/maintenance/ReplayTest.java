package lambda.tests.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import lambda.tests.stack.SharedStack;
import lambda.tests.stack.TestStack;
import lambda.tests.stack.TestStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Dead letters are corrected and sent to their topic again.
@ExtendWith(SharedStack.Extension.class)
class ReplayTest {
  private final TestStack stack;
  private final TestStream stream;

  ReplayTest(SharedStack shared) {
    stack = shared.stack();
    stream = shared.stream("replayed");
  }

  @Test
  void deadLettersAreListedByReasonAndSentAgainOnce() throws Exception {
    stream.seal();
    JsonNode listed = stack.cli("dlq", "--stream", stream.name(), "--json").json();
    assertThat(listed).hasSizeGreaterThan(2);
    assertThat(listed.toString()).contains("must be an ISO-8601 time");
    long events = events();
    long sales = sales();
    assertThat(events).isEqualTo(stream.ledger().counts().events());
    Map<String, Object> corrected = new HashMap<>(stream.range());
    corrected.put("reason", "yesterday");
    corrected.put("replace", Map.of("\"yesterday\"", "\"2026-11-21T00:00:00Z\""));

    JsonNode first = stream.run("ReplayDeadLetters", corrected);
    JsonNode second = stream.run("ReplayDeadLetters", corrected);

    long replayed = first.path("letters").path("replayed").asLong();
    assertThat(replayed).isPositive();
    assertThat(first.path("letters").path("malformed").asLong()).isZero();
    assertThat(second.path("letters").path("replayed").asLong()).isZero();
    assertThat(second.path("letters").path("before").asLong()).isEqualTo(replayed);
    await()
        .atMost(TestStack.PATIENCE)
        .untilAsserted(() -> assertThat(events()).isEqualTo(events + replayed));
    assertThat(sales()).as("figures follow the events").isEqualTo(paid()).isGreaterThan(sales);
  }

  private long events() {
    return stack.count("select count(*) from replayed_payments");
  }

  private long paid() {
    return stack.count("select count(*) from replayed_payments where status = 'paid'");
  }

  private long sales() {
    return stack.count("select sum(sales)::bigint from serving.replayed_per_day");
  }
}
