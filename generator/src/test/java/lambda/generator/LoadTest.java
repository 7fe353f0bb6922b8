package lambda.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final Instant START = Instant.parse("2026-11-21T04:00:00Z");
  private static final int RECORDS = 20_000;

  private static LoadSpec spec(double late, double duplicates, double malformed) {
    return new LoadSpec(10, 1.1, late, duplicates, malformed, 42, START);
  }

  private static List<Planned> records(LoadSpec spec) {
    Load load = new Load(spec);
    return Stream.generate(load::next).limit(RECORDS).toList();
  }

  @Test
  void sameSpecGivesTheSameRecordsToTheByte() {
    LoadSpec spec = spec(0.1, 0.1, 0.1);

    assertThat(records(spec)).isEqualTo(records(spec));
  }

  @Test
  void arrivalsComeInOrderAtTheMeanRate() {
    List<Planned> records = records(spec(0, 0, 0));

    assertThat(records).isSortedAccordingTo(Comparator.comparingLong(Planned::arrival));
    double seconds = (records.getLast().arrival() - START.toEpochMilli()) / 1000.0;
    assertThat(RECORDS / seconds).isCloseTo(10, within(0.3));
  }

  @Test
  void hotPostcodeIsSw19() {
    Map<String, Long> counts =
        records(spec(0, 0, 0)).stream()
            .collect(Collectors.groupingBy(Planned::key, Collectors.counting()));

    assertThat(counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey())
        .isEqualTo("SW19");
    assertThat(counts.get("SW19")).isGreaterThan(RECORDS / 10);
  }

  @Test
  void faultsHaveTheirShares() {
    List<Planned> records = records(spec(0.2, 0.1, 0.05));
    double firsts = records.stream().filter(Planned.First.class::isInstance).count();
    double broken = records.stream().filter(Planned.Broken.class::isInstance).count();
    double again = records.stream().filter(Planned.Again.class::isInstance).count();
    double late =
        records.stream()
            .filter(r -> r instanceof Planned.First f && f.pageview().time() < f.arrival())
            .count();

    assertThat(broken / (firsts + broken)).isCloseTo(0.05, within(0.01));
    assertThat(again / firsts).isCloseTo(0.1, within(0.01));
    assertThat(late / firsts).isCloseTo(0.2, within(0.01));
  }

  @Test
  void duplicateFollowsItsFirstWithinFiveMinutes() {
    List<Planned> records = records(spec(0, 0.2, 0));
    Map<String, Long> firsts =
        records.stream()
            .filter(Planned.First.class::isInstance)
            .map(Planned.First.class::cast)
            .collect(Collectors.toMap(f -> f.pageview().eventId(), Planned.First::arrival));

    assertThat(records)
        .filteredOn(Planned.Again.class::isInstance)
        .isNotEmpty()
        .allSatisfy(record -> {
          Planned.Again again = (Planned.Again) record;
          long after =
              again.arrival() - firsts.getOrDefault(again.pageview().eventId(), Long.MAX_VALUE);
          assertThat(after).isBetween(1L, Duration.ofMinutes(5).toMillis());
        });
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
