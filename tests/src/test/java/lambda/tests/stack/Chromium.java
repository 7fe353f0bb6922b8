package lambda.tests.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import lambda.local.server.NativeTools;
import org.awaitility.Awaitility;

/// A Chromium without a window, driven by its DevTools protocol. Close it.
public final class Chromium implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process browser;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private Chromium(Process browser, URI page) {
    this.browser = browser;
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(page, new Messages())
            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .join();
    call("Runtime.enable", Map.of());
    call("Log.enable", Map.of());
    call("Page.enable", Map.of());
  }

  /// Whether the machine has one, on its PATH.
  public static Optional<Path> installed() {
    return NativeTools.onPath("chromium");
  }

  /// @param folder for its profile; the caller deletes it
  public static Chromium start(Path program, Path folder) throws IOException {
    Path profile = Files.createDirectories(folder.resolve("chromium"));
    Process browser =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start();
    Path port = profile.resolve("DevToolsActivePort");
    Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(port) && Files.size(port) > 0);
    URI list =
        URI.create("http://127.0.0.1:%s/json".formatted(Files.readAllLines(port).getFirst()));
    for (JsonNode target : JSON.readTree(get(list))) {
      if (target.path("type").asText().equals("page")) {
        return new Chromium(browser, URI.create(target.path("webSocketDebuggerUrl").asText()));
      }
    }
    throw new IOException("Chromium has no page");
  }

  private static String get(URI address) throws IOException {
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  public void open(String address) {
    call("Page.navigate", Map.of("url", address));
  }

  /// What a person can read on the page.
  public String text() {
    return evaluate("document.body.innerText").asText();
  }

  /// The value of a JavaScript expression.
  public JsonNode evaluate(String expression) {
    return call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true))
        .path("result")
        .path("value");
  }

  /// Errors of scripts, requests that failed, and what the content security policy refused.
  public List<String> complaints() {
    return complaints;
  }

  private JsonNode call(String method, Map<String, Object> parameters) {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    try {
      socket
          .sendText(
              JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)),
              true)
          .join();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private final class Messages implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        take(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  private void take(String message) {
    try {
      JsonNode json = JSON.readTree(message);
      CompletableFuture<JsonNode> answer = answers.remove(json.path("id").asInt());
      if (answer != null) {
        answer.complete(json.path("result"));
        return;
      }
      switch (json.path("method").asText()) {
        case "Runtime.exceptionThrown" -> complaints.add(json.path("params").toString());
        case "Log.entryAdded" -> {
          if (json.path("params").path("entry").path("level").asText().equals("error")) {
            complaints.add(json.path("params").path("entry").path("text").asText());
          }
        }
        default -> {}
      }
    } catch (IOException e) {
      complaints.add(e.toString());
    }
  }

  @Override
  public void close() {
    socket.abort();
    browser.descendants().forEach(ProcessHandle::destroyForcibly);
    browser.destroyForcibly().onExit().join();
  }
}
