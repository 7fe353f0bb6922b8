package lambda.serving.http;

import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Counts and times requests by path and status. Thread-safe.
final class RequestMetrics {
  private final MeterRegistry registry;

  RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /// @param millis how long the request took
  void record(Context context, float millis) {
    @Nullable Endpoint endpoint = context.endpoints().lastHttpEndpoint();
    Timer.builder("lambda.api.requests")
        .description("Requests to the API, by path and status")
        .tag("path", endpoint == null ? "unknown" : endpoint.path)
        .tag("status", Integer.toString(context.statusCode()))
        .register(registry)
        .record(Duration.ofNanos((long) (millis * 1e6)));
  }
}
