package lambda.local.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import lambda.local.supervise.Probe;
import org.apache.kafka.clients.admin.Admin;

/// Probes by connection, HTTP, SQL and the Kafka protocol.
public final class Probes {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(LIMIT).version(HttpClient.Version.HTTP_1_1).build();

  private Probes() {}

  static Probe accepts(int port) {
    return () -> {
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) LIMIT.toMillis());
        return Optional.empty();
      } catch (IOException e) {
        return Optional.of("nothing answers on port " + port);
      }
    };
  }

  /// Succeeds on any answer that is not a server error.
  public static Probe http(String address) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).timeout(LIMIT).build();
    return () -> {
      try {
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() < 500
            ? Optional.empty()
            : Optional.of(response.body().strip());
      } catch (IOException e) {
        return Optional.of(address + " does not answer");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.of("interrupted");
      }
    };
  }

  static Probe postgres(String url, String user, String password) {
    Properties properties = new Properties();
    properties.putAll(
        Map.of("user", user, "password", password, "connectTimeout", "2", "socketTimeout", "2"));
    return () -> {
      try (Connection connection = DriverManager.getConnection(url, properties)) {
        return connection.isValid(2) ? Optional.empty() : Optional.of("the connection is broken");
      } catch (SQLException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    };
  }

  /// Keeps one admin client for the life of this process.
  static Probe kafka(String bootstrap) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers", bootstrap,
            "request.timeout.ms", (int) LIMIT.toMillis(),
            "default.api.timeout.ms", (int) LIMIT.toMillis());
    Probe accepts = accepts(Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1)));
    AtomicReference<Admin> admin = new AtomicReference<>();
    return () -> {
      Optional<String> closed = accepts.problem();
      if (closed.isPresent()) {
        return closed;
      }
      Admin client = admin.updateAndGet(old -> old == null ? Admin.create(config) : old);
      try {
        int nodes = client.describeCluster().nodes().get().size();
        return nodes > 0 ? Optional.empty() : Optional.of("the cluster has no broker yet");
      } catch (ExecutionException e) {
        return Optional.of("the broker does not answer: " + e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.of("interrupted");
      }
    };
  }
}
