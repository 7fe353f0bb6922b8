package lambda.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;

class MonitoringEndpointTest {
  private static final String HOST = "127.0.0.1";

  private final PrometheusMeterRegistry registry = MonitoringEndpoint.registry();

  @Test
  void healthyProcessAnswers200() throws Exception {
    HttpResponse<String> health = ask("/health", Optional.empty());

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).isEqualTo("ok\n");
  }

  @Test
  void unhealthyProcessAnswers503AndSaysWhy() throws Exception {
    HttpResponse<String> health = ask("/health", Optional.of("Postgres does not answer"));

    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(health.body()).isEqualTo("Postgres does not answer\n");
  }

  @Test
  void metricsHoldTheProcessAndWhatWasCounted() throws Exception {
    registry.counter("lambda.records").increment(3);

    assertThat(ask("/metrics", Optional.empty()).body())
        .contains("lambda_records_total 3.0")
        .contains("jvm_memory_used_bytes");
  }

  @Test
  void takenPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> new MonitoringEndpoint(HOST, port, registry, Optional::empty))
          .hasMessageContaining("cannot listen on 127.0.0.1:" + port)
          .hasMessageContaining("LAMBDA_HTTP_PORT")
          .asInstanceOf(type(LambdaException.class))
          .returns(Category.BAD_INPUT, LambdaException::category);
    }
  }

  private HttpResponse<String> ask(String path, Optional<String> problem)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (MonitoringEndpoint _ = new MonitoringEndpoint(HOST, port, registry, () -> problem);
        HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://%s:%d%s".formatted(HOST, port, path))).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
