package lambda.serving.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import lambda.serving.http.Answer;
import lambda.serving.http.Format;
import lambda.serving.http.Request;
import lambda.serving.overview.Overview;
import lambda.serving.overview.OverviewReader;
import lambda.serving.overview.ProcessHealth;
import org.jspecify.annotations.Nullable;

/// `/api/overview`, `/api/health` and `/api/ready`. Thread-safe.
final class OverviewResource {
  /// Readers that ask within this time get the same answer.
  private static final Duration FRESH = Duration.ofMillis(500);

  private final PostgresGate postgres;
  private final OverviewReader reader;
  private final ProcessHealth processes;
  private final InstantSource clock;
  private @Nullable Overview last;

  OverviewResource(
      PostgresGate postgres, OverviewReader reader, ProcessHealth processes, InstantSource clock) {
    this.postgres = postgres;
    this.reader = reader;
    this.processes = processes;
    this.clock = clock;
  }

  /// @param state `ok` if all processes are
  record Health(String state, Instant at, List<ProcessHealth.Report> processes) {}

  record Ready(boolean ready) {}

  Answer overview(Request request) {
    request.format(Format.JSON);
    request.parameters();
    return Answer.json(overview());
  }

  synchronized Overview overview() {
    @Nullable Overview known = last;
    if (known != null && Duration.between(known.at(), clock.instant()).compareTo(FRESH) < 0) {
      return known;
    }
    Overview now = postgres.query(_ -> reader.read());
    last = now;
    return now;
  }

  Answer health(Request request) {
    request.format(Format.JSON);
    request.parameters();
    List<ProcessHealth.Report> reports = processes.ask();
    boolean ok = reports.stream().allMatch(ProcessHealth.Report::ok);
    return Answer.json(new Health(ok ? "ok" : "failing", clock.instant(), reports));
  }

  Answer ready(Request request) {
    request.format(Format.JSON);
    request.parameters();
    postgres.query(
        jdbi -> jdbi.withHandle(handle -> handle.select("select 1").mapTo(Integer.class).one()));
    return Answer.json(new Ready(true));
  }
}
