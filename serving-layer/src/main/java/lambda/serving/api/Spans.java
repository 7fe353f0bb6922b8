package lambda.serving.api;

import java.time.Duration;
import java.time.InstantSource;
import lambda.core.hour.Hour;
import lambda.serving.http.Parameters;
import lambda.serving.http.Problem;
import lambda.serving.http.ProblemException;

/// The spans of hours that requests ask for: limited, and up to now if they do not say.
record Spans(InstantSource clock) {
  private static final Duration DEFAULT = Duration.ofDays(2);
  private static final Duration MAX = Duration.ofDays(31);

  /// @param from inclusive
  /// @param to exclusive
  record Span(Hour from, Hour to) {}

  /// @param given has `from` and `to`
  /// @throws ProblemException if the span is empty or too long
  Span of(Parameters given) {
    Hour to = given.time("to").map(Hour::of).orElseGet(() -> Hour.of(clock.instant()).next());
    Hour from =
        given.time("from").map(Hour::of).orElseGet(() -> Hour.of(to.start().minus(DEFAULT)));
    if (!to.isAfter(from)) {
      String name = given.text("from").isPresent() ? "from" : "to";
      throw new ProblemException(
          Problem.parameter(
              name, given.text(name).orElse(""), "such that 'from' is an hour before 'to'"));
    }
    if (Duration.between(from.start(), to.start()).compareTo(MAX) > 0) {
      throw new ProblemException(
          Problem.parameter(
              "from", from.toString(), "at most %d days before 'to'".formatted(MAX.toDays())));
    }
    return new Span(from, to);
  }
}
