package lambda.tests.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import lambda.core.config.Settings;
import lambda.serving.api.ApiConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  private static final String HOUR = "{\"stream\":\"orders\",\"hour\":\"2026-11-21T04:00:00Z\"}";

  @TempDir Path folder;

  private static HttpResponse<String> start(ApiFixture api, String authorization, String type) {
    HttpRequest.Builder request =
        api.request("/api/workflows/" + type)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(HOUR));
    return api.send(
        authorization.isEmpty() ? request : request.header("Authorization", authorization));
  }

  @Test
  void workflowsAreStartedOnlyWithTheToken() {
    try (ApiFixture api = new ApiFixture(folder, Map.of())) {
      assertThat(start(api, "", "LambdaHour").statusCode()).isEqualTo(401);
      assertThat(start(api, "Bearer wrong", "LambdaHour").statusCode()).isEqualTo(401);
      HttpResponse<String> started = start(api, "Bearer " + ApiFixture.TOKEN, "LambdaHour");
      assertThat(started.statusCode()).isEqualTo(202);
      assertThat(ApiFixture.read(started.body()).path("id").asText()).isEqualTo("LambdaHour-1");
      HttpResponse<String> unknown = start(api, "Bearer " + ApiFixture.TOKEN, "LambdaHuor");
      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(unknown.body()).contains("there are: LambdaHour, Backfill");
      assertThat(
              api.send(
                      api.request("/api/workflows/Backfill")
                          .header("Authorization", "Bearer " + ApiFixture.TOKEN)
                          .header("Content-Type", "text/plain")
                          .POST(HttpRequest.BodyPublishers.ofString(HOUR)))
                  .statusCode())
          .isEqualTo(415);
      assertThat(
              api.send(
                      api.request("/api/workflows/Backfill")
                          .header("Authorization", "Bearer " + ApiFixture.TOKEN)
                          .header("Content-Type", "application/json")
                          .POST(
                              HttpRequest.BodyPublishers.ofString(
                                  "\"" + "x".repeat(100_000) + "\"")))
                  .statusCode())
          .isEqualTo(413);
    }
  }

  @Test
  void withoutATokenNothingIsStartedAndTheAnswerSaysHowToSetOne() {
    try (ApiFixture api = new ApiFixture(folder, Map.of("LAMBDA_API_TOKEN", ""))) {
      HttpResponse<String> refused = start(api, "Bearer any", "LambdaHour");

      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("set LAMBDA_API_TOKEN or LAMBDA_API_TOKEN_FILE");
      assertThat(api.get("/api/streams").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void onLoopbackRequestsToOtherNamesAreNotAnswered() throws IOException {
    try (ApiFixture api = new ApiFixture(folder, Map.of())) {
      assertThat(answer(api, "evil.example")).startsWith("HTTP/1.1 421");
      assertThat(answer(api, "localhost:8080")).startsWith("HTTP/1.1 200");
      assertThat(answer(api, "[::1]:8080")).startsWith("HTTP/1.1 200");
      assertThat(answer(api, "127.0.0.1.evil.example")).startsWith("HTTP/1.1 421");
    }
  }

  private static String answer(ApiFixture api, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      socket
          .getOutputStream()
          .write(
              "GET /api/streams HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(host)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void otherMachinesNeedTheTokenForEverything() {
    try (ApiFixture api = new ApiFixture(folder, Map.of("LAMBDA_API_ADDRESS", "0.0.0.0"))) {
      assertThat(api.get("/api/streams").statusCode()).isEqualTo(401);
      assertThat(api.get("/lib/preact.js").statusCode()).isEqualTo(401);
      assertThat(
              api.send(api.request("/api/streams").header("Authorization", "Bearer a secret"))
                  .statusCode())
          .isEqualTo(200);
      String browser =
          Base64.getEncoder().encodeToString("me:a secret".getBytes(StandardCharsets.UTF_8));
      assertThat(
              api.send(api.request("/api/streams").header("Authorization", "Basic " + browser))
                  .statusCode())
          .isEqualTo(200);
      assertThat(start(api, "Basic " + browser, "LambdaHour").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void withoutATokenItIsNotServedToOtherMachines() {
    assertThatThrownBy(() ->
            new ApiFixture(folder, Map.of("LAMBDA_API_ADDRESS", "0.0.0.0", "LAMBDA_API_TOKEN", "")))
        .hasMessageContaining("LAMBDA_API_ADDRESS is '0.0.0.0', which other machines can reach");
    assertThat(Settings.read(Map.of("LAMBDA_API_TOKEN", "hidden"), ApiConfig::from).toString())
        .doesNotContain("hidden");
  }
}
