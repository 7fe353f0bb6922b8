package lambda.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;

class SideBySideTest {
  @Test
  void allThreadsWorkAtOnce() {
    CountDownLatch together = new CountDownLatch(3);

    SideBySide.run(
        3,
        () -> {
          together.countDown();
          awaitUninterrupted(together);
        });

    assertThat(together.getCount()).isZero();
  }

  @Test
  void aFailureInterruptsTheOthersAndIsThrownAsItIs() {
    AtomicInteger number = new AtomicInteger();
    AtomicBoolean interrupted = new AtomicBoolean();
    CountDownLatch never = new CountDownLatch(1);

    assertThatThrownBy(() ->
            SideBySide.run(
                2,
                () -> {
                  if (number.getAndIncrement() == 0) {
                    throw LambdaException.badInput("wrong");
                  }
                  interrupted.set(!awaitUninterrupted(never));
                }))
        .isInstanceOf(LambdaException.class)
        .hasMessage("wrong");
    assertThat(interrupted.get() || number.get() == 1).isTrue();
  }

  /// Whether it came to its end.
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
