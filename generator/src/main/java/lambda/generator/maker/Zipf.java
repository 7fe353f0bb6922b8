package lambda.generator.maker;

import java.util.random.RandomGenerator;
import org.apache.commons.rng.sampling.distribution.RejectionInversionZipfSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateDiscreteSampler;

/// Draws ranks by Zipf's law: rank k comes up in proportion to 1/(k+1)^s. Immutable.
final class Zipf {
  private final SharedStateDiscreteSampler law;

  /// @param ranks number of ranks
  /// @param exponent 0 is uniform; 1 fits city sizes and word frequencies
  Zipf(int ranks, double exponent) {
    law =
        RejectionInversionZipfSampler.of(
            () -> {
              throw new IllegalStateException("call next(RandomGenerator) instead");
            },
            ranks,
            exponent);
  }

  /// A rank from 0 up.
  int next(RandomGenerator random) {
    return law.withUniformRandomProvider(random::nextLong).sample() - 1;
  }
}
