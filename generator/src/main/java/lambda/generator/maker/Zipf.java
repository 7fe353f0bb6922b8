package lambda.generator.maker;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Ranks drawn so that rank k comes up in proportion to 1/(k+1)^s (Zipf's law, finite form), by
/// binary search in the cumulative distribution. Immutable.
final class Zipf {
  private final double[] cumulative;

  /// @param ranks how many there are
  /// @param exponent 0 is uniform; 1 is what cities and words show
  Zipf(int ranks, double exponent) {
    if (ranks < 1 || exponent < 0) {
      throw new IllegalArgumentException("a Zipf law needs a rank and an exponent from 0 up");
    }
    cumulative = new double[ranks];
    double sum = 0;
    for (int i = 0; i < ranks; i++) {
      sum += Math.pow(i + 1, -exponent);
      cumulative[i] = sum;
    }
    for (int i = 0; i < ranks; i++) {
      cumulative[i] /= sum;
    }
  }

  /// A rank from 0 up.
  int next(RandomGenerator random) {
    int found = Arrays.binarySearch(cumulative, random.nextDouble());
    return Math.min(found < 0 ? -found - 1 : found + 1, cumulative.length - 1);
  }
}
