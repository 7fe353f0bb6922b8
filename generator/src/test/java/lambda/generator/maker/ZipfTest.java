package lambda.generator.maker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZipfTest {
  private static final int DRAWS = 200_000;

  private static double[] shares(double exponent, int ranks) {
    Zipf zipf = new Zipf(ranks, exponent);
    SplittableRandom random = new SplittableRandom(1);
    double[] shares = new double[ranks];
    for (int i = 0; i < DRAWS; i++) {
      shares[zipf.next(random)] += 1.0 / DRAWS;
    }
    return shares;
  }

  @Test
  void ranksComeUpInInverseProportion() {
    double[] shares = shares(1, 4);
    double harmonic = 1 + 1 / 2.0 + 1 / 3.0 + 1 / 4.0;

    for (int rank = 0; rank < 4; rank++) {
      assertThat(shares[rank]).isCloseTo(1 / harmonic / (rank + 1), within(0.005));
    }
  }

  @Test
  void exponentZeroIsUniform() {
    for (double share : shares(0, 5)) {
      assertThat(share).isCloseTo(0.2, within(0.005));
    }
  }
}
