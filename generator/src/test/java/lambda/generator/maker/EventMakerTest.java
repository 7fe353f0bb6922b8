package lambda.generator.maker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lambda.generator.TestStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventMakerTest {
  private static final long TIME = 1_763_697_600_000L;

  private static List<ObjectNode> events(String stream, double zipf, int count) {
    EventMaker maker = EventMaker.of(TestStreams.named(stream), zipf);
    SplittableRandom random = new SplittableRandom(7);
    return IntStream.range(0, count)
        .mapToObj(i -> maker.make(random, "id-" + i, TIME + i))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pageviews", "clickstream", "transactions", "anything"})
  void sameRandomNumbersGiveTheSameEvents(String stream) {
    assertThat(events(stream, 1.1, 500)).isEqualTo(events(stream, 1.1, 500));
  }

  @Test
  void eventCarriesItsIdAndTime() {
    ObjectNode event = events("anything", 1.1, 1).getFirst();

    assertThat(event.at("/data/id").asText()).isEqualTo("id-0");
    assertThat(event.path("at").asText()).isEqualTo("2025-11-21T04:00:00Z");
  }

  @Test
  void eventOfAnyStreamKeepsTheConstraintsOfItsFields() {
    assertThat(events("anything", 1.1, 500))
        .allSatisfy(event -> {
          assertThat(event.path("size").decimalValue())
              .isBetween(new BigDecimal("10"), new BigDecimal("12.5"));
          assertThat(event.path("mood").asText("good")).isIn("good", "bad");
        });
  }

  @Test
  void exponentZeroSpreadsPostcodesEvenly() {
    Map<String, Long> counts =
        events("pageviews", 0, 20_000).stream()
            .collect(
                Collectors.groupingBy(
                    event -> event.path("postcode").asText(), Collectors.counting()));

    assertThat(counts).hasSize(121);
    assertThat(counts.get("SW19")).isLessThan(20_000 / 121 * 2);
  }
}
