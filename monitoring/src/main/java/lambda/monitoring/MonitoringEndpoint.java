package lambda.monitoring;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.core.failure.LambdaException;

/// The HTTP endpoint of a process: `/health` answers 200, or 503 with the problem, and below it
/// notes on what a person should know although the process is healthy; `/metrics` answers in
/// Prometheus' format. It serves on its own threads until it is closed.
public final class MonitoringEndpoint implements AutoCloseable {
  private final HttpServer server;

  /// @param health the current problem, or empty if the process is healthy; any thread may ask it
  /// @throws LambdaException of category bad input if the port cannot be opened
  public MonitoringEndpoint(
      String host, int port, PrometheusMeterRegistry registry, Supplier<Optional<String>> health) {
    this(host, port, registry, health, List::of);
  }

  /// @param notes one line each; any thread may ask for them
  public MonitoringEndpoint(
      String host,
      int port,
      PrometheusMeterRegistry registry,
      Supplier<Optional<String>> health,
      Supplier<List<String>> notes) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
    } catch (IOException e) {
      throw LambdaException.badInput(
          "cannot listen on %s:%d for health and metrics (%s); choose another LAMBDA_HTTP_PORT"
              .formatted(host, port, e.getMessage()));
    }
    server.createContext("/health", exchange -> answerHealth(exchange, health.get(), notes.get()));
    server.createContext("/metrics", exchange -> answer(exchange, 200, registry.scrape()));
    server.start();
  }

  /// A registry that already holds the memory and processor metrics of this process.
  public static PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    return registry;
  }

  private static void answerHealth(
      HttpExchange exchange, Optional<String> problem, List<String> notes) throws IOException {
    String text =
        Stream.concat(Stream.of(problem.orElse("ok")), notes.stream())
            .collect(Collectors.joining("\n", "", "\n"));
    answer(exchange, problem.isEmpty() ? 200 : 503, text);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
