package lambda.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DistinctCountSketchTest {
  @Test
  void aSmallSketchHasTheHashOfEachDistinctValue() {
    DistinctCountSketch sketch = new DistinctCountSketch();
    sketch.add("");
    sketch.add("a");
    sketch.add("a");
    sketch.add(7);

    assertThat(sketch.state())
        .containsExactlyInAnyOrder(
            DistinctCountSketch.hash(""),
            DistinctCountSketch.hash("a"),
            DistinctCountSketch.hash(7))
        .isSorted();
  }

  @Test
  void upToItsSizeNothingIsLost() {
    DistinctCountSketch sketch = new DistinctCountSketch();
    LongStream.range(0, DistinctCountSketch.SIZE).forEach(sketch::add);

    assertThat(sketch.state()).hasSize(DistinctCountSketch.SIZE);
    assertThat(DistinctCountSketch.errorBound(DistinctCountSketch.SIZE)).isZero();
  }

  @Test
  void theStateDependsOnTheSetOfValuesAlone() {
    DistinctCountSketch up = new DistinctCountSketch();
    DistinctCountSketch down = new DistinctCountSketch();
    IntStream.range(0, 30_000).forEach(i -> up.add("user-" + i));
    IntStream.range(0, 90_000).forEach(i -> down.add("user-" + (90_000 - i) % 30_000));

    assertThat(down.state()).isEqualTo(up.state());
  }

  @Test
  void aFullSketchHasTheSmallestHashesAndThetaAfterThem() {
    DistinctCountSketch sketch = new DistinctCountSketch();
    LongStream.range(0, 30_000).forEach(sketch::add);

    assertThat(sketch.state())
        .isEqualTo(
            LongStream.range(0, 30_000)
                .map(DistinctCountSketch::hash)
                .sorted()
                .limit(DistinctCountSketch.SIZE + 1L)
                .boxed()
                .toList());
  }

  @Test
  void theEstimateIsWithinTheErrorBound() {
    DistinctCountSketch sketch = new DistinctCountSketch();
    IntStream.range(0, 30_000).forEach(i -> sketch.add("user-" + i));
    double estimate = DistinctCountSketch.SIZE / (sketch.state().getLast() / 0x1p63);

    assertThat(Math.abs(estimate - 30_000)).isLessThan(DistinctCountSketch.errorBound(30_000));
    assertThat(DistinctCountSketch.errorBound(30_000)).isBetween(3_000.0, 3_500.0);
  }
}
