package lambda.tests.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import lambda.launcher.demo.LedgerCheck.Where;
import lambda.tests.stack.Cli;
import lambda.tests.stack.SharedStack;
import lambda.tests.stack.TestStack;
import lambda.tests.stack.TestStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Elasticsearch comes right again, whatever somebody does to it.
@ExtendWith(SharedStack.Extension.class)
class ReprojectionTest {
  private static final String VIEW = "reprojected_per_day";

  private final TestStack stack;
  private final TestStream stream;

  ReprojectionTest(SharedStack shared) {
    stack = shared.stack();
    stream = shared.stream("reprojected");
  }

  @Test
  void anIndexIsFilledAgainWhenItWasDeletedAndWhenSomebodyAsks() throws Exception {
    stream.seal();
    stream.assertFiguresEqualTheLedger(Where.ELASTICSEARCH);
    assertThat(verify().status()).isZero();

    request("DELETE", index(), "");
    stream.assertFiguresEqualTheLedger(Where.ELASTICSEARCH);

    String id = request("GET", VIEW + "/_search?size=1", "").at("/hits/hits/0/_id").asText();
    request("DELETE", VIEW + "/_doc/" + id, "");
    request(
        "PUT",
        VIEW + "/_doc/extra",
        "{\"window_start\": \"1500-01-01T00:00:00Z\", \"currency\": \"EUR\", \"source\": \"real-time\"}");
    Cli.Result wrong = verify();
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.out())
        .contains("Elasticsearch: 1500-01-01T00:00:00Z EUR: Postgres missing, there present")
        .contains("Postgres present, there missing")
        .contains("ReprojectView");

    stream.run("ReprojectView", Map.of("view", VIEW));

    await().atMost(TestStack.PATIENCE).untilAsserted(() -> assertThat(verify().status()).isZero());
    stream.run("ReprojectView", Map.of("view", "raw/reprojected_payments"));
    assertThat(request("GET", VIEW + "-*/_alias", "")).hasSize(1);
  }

  private Cli.Result verify() {
    return stack.cli("verify", "views", "--stream", stream.name());
  }

  private String index() throws IOException, InterruptedException {
    return request("GET", "_alias/" + VIEW, "").fieldNames().next();
  }

  private JsonNode request(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(stack.localStack().elasticsearch() + "/" + path))
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return JsonMapper.builder()
          .build()
          .readTree(http.send(request, BodyHandlers.ofString()).body());
    }
  }
}
