package lambda.generator.load;

import java.time.Instant;
import lambda.core.failure.LambdaException;

/// Which load to make. The same spec gives the same events, byte for byte.
///
/// @param perSecond mean arrivals per second
/// @param zipf the exponent of Zipf's law; 0 is uniform
/// @param late share of events whose event time is up to two hours before their arrival
/// @param duplicates share of events that are sent again, up to five minutes later
/// @param malformed share of records that are not events
/// @param start the earliest arrival of an event
public record LoadSpec(
    double perSecond,
    double zipf,
    double late,
    double duplicates,
    double malformed,
    long seed,
    Instant start) {

  /// @throws LambdaException naming the option that is out of range
  public LoadSpec {
    if (!(perSecond > 0)) {
      throw LambdaException.badInput("--events-per-day and --rate must be more than 0");
    }
    if (!(zipf >= 0)) {
      throw LambdaException.badInput("--zipf must be 0 or more");
    }
    share("--late", late);
    share("--duplicates", duplicates);
    share("--malformed", malformed);
  }

  private static void share(String option, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw LambdaException.badInput(
          "%s must be a share from 0 to 1, such as 0.05, but is %s".formatted(option, value));
    }
  }
}
