package lambda.generator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.event.Malformed;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.generator.TestStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadTest {
  private static final Instant START = Instant.parse("2026-11-21T04:00:00Z");
  private static final int RECORDS = 20_000;

  private static LoadSpec spec(double late, double duplicates, double malformed) {
    return new LoadSpec(10, 1.1, late, duplicates, malformed, 42, START);
  }

  private static List<PlannedRecord> records(LoadSpec spec) {
    Load load = new Load(spec, TestStreams.pageviews());
    return Stream.generate(load::next).limit(RECORDS).toList();
  }

  private static boolean first(PlannedRecord record) {
    return record instanceof PlannedRecord.Good good && !good.again();
  }

  private static boolean again(PlannedRecord record) {
    return record instanceof PlannedRecord.Good good && good.again();
  }

  private static String id(PlannedRecord record) {
    return ((PlannedRecord.Good) record).event().path("event_id").asText();
  }

  @Test
  void sameSpecGivesTheSameRecordsToTheByte() {
    LoadSpec spec = spec(0.1, 0.1, 0.1);

    assertThat(records(spec)).isEqualTo(records(spec));
  }

  @Test
  void arrivalsComeInOrderAtTheMeanRate() {
    List<PlannedRecord> records = records(spec(0, 0, 0));

    assertThat(records).isSortedAccordingTo(Comparator.comparingLong(PlannedRecord::arrival));
    double seconds = (records.getLast().arrival() - START.toEpochMilli()) / 1000.0;
    assertThat(RECORDS / seconds).isCloseTo(10, within(0.3));
  }

  @Test
  void hotPostcodeIsSw19() {
    Map<String, Long> counts =
        records(spec(0, 0, 0)).stream()
            .collect(Collectors.groupingBy(PlannedRecord::key, Collectors.counting()));

    assertThat(counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey())
        .isEqualTo("SW19");
    assertThat(counts.get("SW19")).isGreaterThan(RECORDS / 10);
  }

  @Test
  void faultsHaveTheirShares() {
    List<PlannedRecord> records = records(spec(0.2, 0.1, 0.05));
    double firsts = records.stream().filter(LoadTest::first).count();
    double broken = records.stream().filter(PlannedRecord.Broken.class::isInstance).count();
    double again = records.stream().filter(LoadTest::again).count();
    double late =
        records.stream()
            .filter(r ->
                first(r)
                    && ((PlannedRecord.Good) r).event().path("timestamp").asLong() < r.arrival())
            .count();

    assertThat(broken / (firsts + broken)).isCloseTo(0.05, within(0.01));
    assertThat(again / firsts).isCloseTo(0.1, within(0.01));
    assertThat(late / firsts).isCloseTo(0.2, within(0.01));
  }

  @Test
  void duplicateFollowsItsFirstWithinFiveMinutes() {
    List<PlannedRecord> records = records(spec(0, 0.2, 0));
    Map<String, Long> firsts =
        records.stream()
            .filter(LoadTest::first)
            .collect(Collectors.toMap(LoadTest::id, PlannedRecord::arrival));

    assertThat(records)
        .filteredOn(LoadTest::again)
        .isNotEmpty()
        .allSatisfy(record -> {
          long after = record.arrival() - firsts.getOrDefault(id(record), Long.MAX_VALUE);
          assertThat(after).isBetween(1L, Duration.ofMinutes(5).toMillis());
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"pageviews", "clickstream", "transactions", "anything"})
  void onlyWellFormedRecordsAreEventsOfTheirStream(String name) {
    StreamDefinition stream = TestStreams.named(name);
    EventDecoder decoder = new EventDecoder(stream);
    Load load = new Load(spec(0.1, 0.1, 0.2), stream);

    assertThat(Stream.generate(load::next).limit(2_000))
        .allSatisfy(record ->
            assertThat(
                    decoder.decode(
                        record.value().getBytes(StandardCharsets.UTF_8),
                        Hour.of(Instant.ofEpochMilli(record.arrival()))))
                .isInstanceOf(
                    record instanceof PlannedRecord.Good ? Event.class : Malformed.class));
  }

  @Test
  void sharesOutOfRangeAreRefusedByTheirOption() {
    assertThatThrownBy(() -> spec(0, 1.5, 0))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("--duplicates");
    assertThatThrownBy(() -> new LoadSpec(0, 1, 0, 0, 0, 1, START))
        .hasMessageContaining("--events-per-day");
  }
}
