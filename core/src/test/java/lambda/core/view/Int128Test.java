package lambda.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Int128Test {
  private static BigInteger sum(long... numbers) {
    Int128 sum = new Int128();
    for (long number : numbers) {
      sum.add(number);
    }
    return sum.value();
  }

  @Test
  void anEmptySumIsZero() {
    assertThat(sum()).isZero();
  }

  @Test
  void aSumBeyond64BitsIsExact() {
    assertThat(sum(Long.MAX_VALUE, Long.MAX_VALUE, 2)).isEqualTo("18446744073709551616");
    assertThat(sum(Long.MIN_VALUE, Long.MIN_VALUE, -1)).isEqualTo("-18446744073709551617");
    assertThat(sum(Long.MIN_VALUE, Long.MAX_VALUE, 1)).isZero();
    assertThat(sum(-1, 1, -1)).isEqualTo("-1");
  }

  @Test
  void randomSumsAreThoseOfBigInteger() {
    Random random = new Random(42);
    Int128 sum = new Int128();
    BigInteger expected = BigInteger.ZERO;
    for (int i = 0; i < 10_000; i++) {
      long number = random.nextLong() >> random.nextInt(Long.SIZE);
      sum.add(number);
      expected = expected.add(BigInteger.valueOf(number));
      assertThat(sum.value()).isEqualTo(expected);
    }
  }
}
