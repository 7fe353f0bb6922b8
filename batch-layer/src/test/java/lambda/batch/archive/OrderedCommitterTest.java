package lambda.batch.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import lambda.core.hour.OffsetRange;
import org.junit.jupiter.api.Test;

class OrderedCommitterTest {
  private final List<String> handedOn = new ArrayList<>();
  private final OrderedCommitter<String> order = new OrderedCommitter<>(10, handedOn::add);

  @Test
  void aPartThatIsDoneEarlyWaitsForThoseBeforeIt() {
    order.done(new OffsetRange(0, 20, 30), List.of("c"));
    order.done(new OffsetRange(0, 30, 31), List.of("d"));
    assertThat(handedOn).isEmpty();

    order.done(new OffsetRange(0, 10, 20), List.of("a", "b"));

    assertThat(handedOn).containsExactly("a", "b", "c", "d");
  }
}
