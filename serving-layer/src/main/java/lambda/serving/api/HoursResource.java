package lambda.serving.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.serving.hour.HourDetails;
import lambda.serving.hour.HourReader;
import lambda.serving.hour.HourSummary;
import lambda.serving.http.Answer;
import lambda.serving.http.Csv;
import lambda.serving.http.Format;
import lambda.serving.http.Parameters;
import lambda.serving.http.Problem;
import lambda.serving.http.ProblemException;
import lambda.serving.http.Request;
import org.jspecify.annotations.Nullable;

/// `/api/hours` and `/api/hours/{stream}/{hour}`.
final class HoursResource {

  private final Definitions definitions;
  private final PostgresGate postgres;
  private final Workflows workflows;
  private final Spans spans;

  HoursResource(Definitions definitions, PostgresGate postgres, Workflows workflows, Spans spans) {
    this.definitions = definitions;
    this.postgres = postgres;
    this.workflows = workflows;
    this.spans = spans;
  }

  record Hours(Instant from, Instant to, List<HourSummary> hours) {}

  /// @param workflow the one that seals the hour
  record OneHour(@JsonUnwrapped HourDetails details, Workflows.Link workflow) {}

  Answer list(Request request) {
    Format format = request.format(Format.JSON, Format.CSV);
    Parameters given = request.parameters("stream", "from", "to");
    Optional<String> stream = given.text("stream").map(name -> definitions.stream(name).name());
    Spans.Span span = spans.of(given);
    List<HourSummary> hours =
        postgres.query(jdbi -> new HourReader(jdbi).list(stream, span.from(), span.to()));
    return switch (format) {
      case JSON, EVENTS -> Answer.json(new Hours(span.from().start(), span.to().start(), hours));
      case CSV -> csv(hours);
    };
  }

  Answer find(Request request) {
    request.format(Format.JSON);
    request.parameters();
    String stream = definitions.stream(request.path("stream")).name();
    Hour hour = hour(request.path("hour"));
    HourDetails details =
        postgres
            .query(jdbi -> new HourReader(jdbi).find(stream, hour))
            .orElseThrow(() ->
                new ProblemException(
                    Problem.notFound(
                        "%s has no hour %s; '/api/hours?stream=%s' lists those that it has"
                            .formatted(stream, hour, stream))));
    return Answer.json(new OneHour(details, workflows.ofHour(stream, hour)));
  }

  private static Hour hour(String text) {
    try {
      Hour hour = Hour.parse(text);
      int year = hour.start().atOffset(ZoneOffset.UTC).getYear();
      if (year >= 1 && year <= 9998) {
        return hour;
      }
    } catch (LambdaException e) {
      // refused below
    }
    throw new ProblemException(
        Problem.parameter(
            "hour", text, "the start of an hour in UTC, such as 2026-11-21T04:00:00Z"));
  }

  private static Answer csv(List<HourSummary> hours) {
    return Answer.csv(
        Csv.of(
            List.of(
                "stream",
                "hour",
                "state",
                "records",
                "deadLetters",
                "duplicates",
                "differences",
                "lost",
                "waitsFor"),
            hours.stream().map(HoursResource::cells).toList()));
  }

  private static List<@Nullable Object> cells(HourSummary hour) {
    return Arrays.asList(
        hour.stream(),
        hour.hour(),
        hour.state(),
        hour.records(),
        hour.deadLetters(),
        hour.duplicates(),
        hour.differences(),
        hour.lost(),
        hour.waitsFor());
  }
}
