package lambda.speed.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import lambda.core.hour.Hour;
import org.junit.jupiter.api.Test;

class DuplicateFilterTest {
  private static final Hour FOUR = Hour.parse("2026-11-21T04:00:00Z");
  private static final Hour FIVE = FOUR.next();
  private static final Hour SIX = FIVE.next();

  private final DuplicateFilter ids = new DuplicateFilter(1_000);

  @Test
  void idIsNewOnceAnHour() {
    assertThat(ids.add(FOUR, "a")).isTrue();
    assertThat(ids.add(FOUR, "a")).isFalse();
    assertThat(ids.add(FOUR, "b")).isTrue();
  }

  @Test
  void idOfTheHourBeforeIsKnown() {
    ids.add(FOUR, "a");

    assertThat(ids.add(FIVE, "a")).isFalse();
  }

  @Test
  void idOfTwoHoursAgoIsNewAgain() {
    ids.add(FOUR, "a");
    ids.add(FIVE, "b");

    assertThat(ids.add(SIX, "a")).isTrue();
  }

  @Test
  void duplicateKeepsItsIdKnownForAnotherHour() {
    ids.add(FOUR, "a");
    ids.add(FIVE, "a");

    assertThat(ids.add(SIX, "a")).isFalse();
  }

  @Test
  void everyIdIsToldApartUpToTheCapacityAndKnownAgain() {
    DuplicateFilter large = new DuplicateFilter(80_000);
    for (int i = 0; i < 60_000; i++) {
      assertThat(large.add(FOUR, "id-" + i)).isTrue();
    }
    for (int i = 0; i < 60_000; i += 7) {
      assertThat(large.add(FOUR, "id-" + i)).isFalse();
    }
  }

  @Test
  void beyondTheCapacityTheOldestIdsAreForgottenAndNeverTheLatest() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(ids.add(FOUR, "id-" + i)).isTrue();
    }

    assertThat(ids.add(FOUR, "id-0")).isTrue();
    for (int i = 9_999; i > 9_999 - 500; i--) {
      assertThat(ids.add(FOUR, "id-" + i)).isFalse();
    }
  }
}
