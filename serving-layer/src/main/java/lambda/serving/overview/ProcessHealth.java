package lambda.serving.overview;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Asks the other processes of the platform how they are. Thread-safe; close it.
public final class ProcessHealth implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int MAX_LINES = 50;

  private final Map<String, URI> processes;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(LIMIT).version(HttpClient.Version.HTTP_1_1).build();

  /// @param processes the addresses of their endpoints for monitoring, by name
  public ProcessHealth(Map<String, URI> processes) {
    this.processes = processes;
  }

  /// How a process is. Stable: programs read it.
  ///
  /// @param state `ok`, `failing`, or `silent` if it does not answer
  /// @param problem what is wrong; null if nothing is
  /// @param notes what a person should know although nothing is wrong
  public record Report(String process, String state, @Nullable String problem, List<String> notes) {
    public boolean ok() {
      return state.equals("ok");
    }
  }

  /// Asks all of them at once.
  public List<Report> ask() {
    return processes.entrySet().stream()
        .map(process -> ask(process.getKey(), process.getValue()))
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .toList();
  }

  private CompletableFuture<Report> ask(String name, URI address) {
    HttpRequest request = HttpRequest.newBuilder(address.resolve("/health")).timeout(LIMIT).build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(response -> report(name, response))
        .exceptionally(failure -> silent(name, address, failure));
  }

  private static Report report(String name, HttpResponse<String> response) {
    List<String> lines = response.body().lines().limit(MAX_LINES).toList();
    if (response.statusCode() == 200) {
      return new Report(name, "ok", null, lines.stream().skip(1).toList());
    }
    return new Report(name, "failing", String.join("\n", lines), List.of());
  }

  private static Report silent(String name, URI address, Throwable failure) {
    @Nullable Throwable cause =
        failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    String why = cause instanceof IOException ? "" : " (%s)".formatted(cause);
    return new Report(
        name,
        "silent",
        "%s does not answer at %s%s; './lambda status' shows whether it runs"
            .formatted(name, address, why),
        List.of());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
