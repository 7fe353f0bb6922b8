package lambda.batch.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelTest {
  @Test
  void allThreadsWorkAtOnce() {
    CountDownLatch together = new CountDownLatch(3);

    Parallel.run(
        3,
        () -> {
          together.countDown();
          awaitUninterrupted(together);
        });

    assertThat(together.getCount()).isZero();
  }

  @Test
  void resultsAreInTheOrderOfTheItems() {
    List<Integer> items = IntStream.range(0, 100).boxed().toList();

    assertThat(Parallel.map(items, item -> item * 2))
        .isEqualTo(items.stream().map(item -> item * 2).toList());
    assertThat(Parallel.map(List.of(), item -> item)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aFailureInterruptsTheOthersAndIsThrownAsItIs(int failing) {
    AtomicInteger number = new AtomicInteger();
    AtomicBoolean interrupted = new AtomicBoolean();
    CountDownLatch both = new CountDownLatch(2);
    CountDownLatch never = new CountDownLatch(1);

    assertThatThrownBy(() ->
            Parallel.run(
                2,
                () -> {
                  both.countDown();
                  awaitUninterrupted(both);
                  if (number.getAndIncrement() == failing) {
                    throw LambdaException.badInput("wrong");
                  }
                  interrupted.set(!awaitUninterrupted(never));
                }))
        .isInstanceOf(LambdaException.class)
        .hasMessage("wrong");
    assertThat(interrupted).isTrue();
  }

  /// Whether it was completed.
  private static boolean awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
