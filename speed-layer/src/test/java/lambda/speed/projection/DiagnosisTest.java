package lambda.speed.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import lambda.speed.projection.SearchIndices.Found;
import lambda.store.projection.Projections.Index;
import lambda.store.projection.Projections.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisTest {
  private static final String LAYOUT = "2: a LONG";
  private static final State STORED =
      new State(Optional.of(new Index("v-g1", "uuid")), LAYOUT, 10, 9, 3, 3, "77", false);

  private static Found found(boolean published, long announced) {
    return new Found(true, published, OptionalLong.of(announced));
  }

  @ParameterizedTest
  @CsvSource({
    "8, Elasticsearch was restored: it has documents of version 8; and had 9",
    "11, Postgres was restored: Elasticsearch has documents of version 11; Postgres knows 10"
  })
  void aVersionThatIsNotPossibleMeansThatOneSideWasRestored(long announced, String reason) {
    assertThat(Diagnosis.of(STORED, found(true, announced), LAYOUT))
        .isEqualTo(new Diagnosis.Outdated(reason.replace(';', ','), false));
  }

  @ParameterizedTest
  @CsvSource({"9", "10"})
  void aRoundThatWasCutOffLeavesASoundIndex(long announced) {
    assertThat(Diagnosis.of(STORED, found(true, announced), LAYOUT))
        .isEqualTo(new Diagnosis.Sound());
  }

  @Test
  void anIndexThatReadersDoNotFindIsUnpublished() {
    assertThat(Diagnosis.of(STORED, found(false, 9), LAYOUT))
        .isEqualTo(new Diagnosis.Unpublished());
  }

  @Test
  void anIndexOfAnotherLayoutIsUsedUntilTheNewOneIsComplete() {
    assertThat(Diagnosis.of(STORED, found(true, 9), "3: a LONG"))
        .isEqualTo(new Diagnosis.Outdated("its fields or the form of its ids changed", true));
  }

  @Test
  void aDamagedIndexIsNotUsedEvenIfSomebodyAskedForANewOne() {
    State asked = new State(STORED.index(), LAYOUT, 10, 9, 4, 3, "77", false);

    assertThat(Diagnosis.of(asked, found(true, 10), LAYOUT))
        .isEqualTo(new Diagnosis.Outdated("somebody asked for it", true));
    assertThat(Diagnosis.of(asked, new Found(false, false, OptionalLong.empty()), LAYOUT))
        .isEqualTo(new Diagnosis.Outdated("its index was deleted", false));
    assertThat(Diagnosis.of(asked, new Found(true, true, OptionalLong.empty()), LAYOUT))
        .isEqualTo(
            new Diagnosis.Outdated("Elasticsearch lost the version of its documents", false));
  }

  @Test
  void transactionIdsThatWentBackMeanThatPostgresWasRestored() {
    State rewound = new State(STORED.index(), LAYOUT, 10, 9, 3, 3, "77", true);

    assertThat(Diagnosis.of(rewound, found(true, 9), LAYOUT))
        .isEqualTo(
            new Diagnosis.Outdated("Postgres was restored: its transaction ids went back", false));
  }
}
