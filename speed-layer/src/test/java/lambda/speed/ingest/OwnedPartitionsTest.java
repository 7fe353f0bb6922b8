package lambda.speed.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lambda.core.hour.HourTracker;
import org.junit.jupiter.api.Test;

class OwnedPartitionsTest {
  private final OwnedPartitions owned = new OwnedPartitions();

  private static PartitionState state(int partition) {
    return new PartitionState(
        partition,
        new HourTracker(partition, List.of()),
        new DuplicateFilter(10),
        new FoldStart(5, List.of(5L)));
  }

  @Test
  void anAssignedPartitionIsMissingUntilItIsLoaded() {
    owned.assign(List.of(0, 1));
    assertThat(owned.missing()).containsExactlyInAnyOrder(0, 1);

    PartitionState zero = state(0);
    assertThat(owned.accept(zero)).isTrue();

    assertThat(owned.missing()).containsExactly(1);
    assertThat(owned.find(0)).isSameAs(zero);
    assertThat(owned.find(1)).isNull();
  }

  @Test
  void aStateIsDroppedIfItsPartitionWasRevokedWhileItWasLoaded() {
    owned.assign(List.of(0));
    owned.revoke(List.of(0));

    assertThat(owned.accept(state(0))).isFalse();
    assertThat(owned.loaded()).isEmpty();
  }

  @Test
  void aPartitionThatIsAssignedAgainKeepsItsState() {
    owned.assign(List.of(0));
    owned.accept(state(0));
    owned.assign(List.of(0, 1));

    assertThat(owned.missing()).containsExactly(1);
    assertThat(owned.find(0)).isNotNull();
  }

  @Test
  void whatIsDiscardedIsMissingAgain() {
    owned.assign(List.of(0, 1));
    owned.accept(state(0));
    owned.discard();

    assertThat(owned.missing()).containsExactlyInAnyOrder(0, 1);
    assertThat(owned.loaded()).isEmpty();
  }

  @Test
  void aPositionPastMarkersIsPendingWithoutRecords() {
    owned.assign(List.of(0));
    PartitionState state = state(0);
    owned.accept(state);
    assertThat(owned.moved()).isFalse();

    state.reached(7);
    assertThat(owned.moved()).isTrue();
    assertThat(state.folded()).isEqualTo(5);

    state.flushed();
    assertThat(owned.moved()).isFalse();
    assertThat(state.stored).isEqualTo(7);
  }
}
