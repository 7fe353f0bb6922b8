package lambda.generator.maker;

import java.util.random.RandomGenerator;
import org.apache.commons.rng.sampling.distribution.RejectionInversionZipfSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateDiscreteSampler;

/// Draws ranks by Zipf's law: rank k comes up in proportion to 1/(k+1)^s. Immutable.
final class Zipf {
  private final SharedStateDiscreteSampler law;

  /// @param ranks number of ranks
  /// @param exponent 0 is uniform; 1 is what cities and words show
  Zipf(int ranks, double exponent) {
    law =
        RejectionInversionZipfSampler.of(
            () -> {
              throw new IllegalStateException("each draw brings its own random numbers");
            },
            ranks,
            exponent);
  }

  /// A rank from 0 up.
  int next(RandomGenerator random) {
    return law.withUniformRandomProvider(random::nextLong).sample() - 1;
  }
}
