package lambda.batch.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import org.junit.jupiter.api.Test;

class RangeVerifierTest {
  private static final Hour FOUR = Hour.parse("2026-11-21T04:00:00Z");
  private static final Map<Integer, Long> FIRSTS = Map.of(0, 10L, 1, 0L);
  private static final Map<Integer, Long> NEXTS = Map.of(0, 30L, 1, 5L);

  private static List<String> problems(boolean complete, OffsetRange... ranges) {
    return RangeVerifier.problems(FOUR, List.of(ranges), FIRSTS, NEXTS, complete);
  }

  @Test
  void rangesThatFillTheHourAreSound() {
    assertThat(
            problems(
                true,
                new OffsetRange(0, 20, 30),
                new OffsetRange(0, 10, 20),
                new OffsetRange(1, 0, 5)))
        .isEmpty();
  }

  @Test
  void aRangeThatDoesNotBeginWithTheHourIsNamed() {
    assertThat(problems(true, new OffsetRange(0, 12, 30), new OffsetRange(1, 0, 5)))
        .singleElement()
        .asString()
        .contains("partition 0 offsets 12-30 should begin at offset 10");
  }

  @Test
  void aPartitionThatIsMissingIsNamed() {
    assertThat(problems(true, new OffsetRange(0, 10, 30)))
        .singleElement()
        .asString()
        .contains("partition 1 is archived up to offset 0, but the hour ends at offset 5");
  }

  @Test
  void anHourThatIsBeingArchivedMayLackItsEnd() {
    assertThat(problems(false, new OffsetRange(0, 10, 20))).isEmpty();
    assertThat(problems(false, new OffsetRange(0, 10, 31))).hasSize(1);
  }

  @Test
  void aPartitionWithoutABoundaryIsNamed() {
    assertThat(
            problems(
                true,
                new OffsetRange(0, 10, 30),
                new OffsetRange(1, 0, 5),
                new OffsetRange(2, 0, 1)))
        .singleElement()
        .asString()
        .contains("has no beginning of the hour");
  }

  @Test
  void theFirstHourWhoseBoundariesAreDeletedMayBeginAnywhere() {
    assertThat(
            RangeVerifier.problems(
                FOUR, List.of(new OffsetRange(0, 10, 30)), Map.of(), Map.of(), true))
        .isEmpty();
  }

  @Test
  void partitionThatTheHourBeforeLacksMayBeginAnywhereOnceBoundariesAreGone() {
    List<OffsetRange> archived = List.of(new OffsetRange(0, 10, 20), new OffsetRange(1, 5, 8));

    Map<Integer, Long> begins = RangeVerifier.begins(Map.of(), Map.of(0, 10L), archived);

    assertThat(begins).isEqualTo(Map.of(0, 10L, 1, 5L));
    assertThat(RangeVerifier.problems(FOUR, archived, begins, Map.of(), true)).isEmpty();
    assertThat(RangeVerifier.begins(Map.of(0, 9L), Map.of(0, 10L), archived))
        .isEqualTo(Map.of(0, 9L));
  }
}
