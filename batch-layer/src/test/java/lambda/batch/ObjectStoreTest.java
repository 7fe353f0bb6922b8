package lambda.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// S3 that does not work. What S3 that works does is tested against a real server in tests/.
class ObjectStoreTest {
  @TempDir Path folder;

  private static S3Config at(int port) {
    return new S3Config(URI.create("http://127.0.0.1:" + port), "us-east-1", "a", "s", "bucket");
  }

  private static void assertRetryable(LambdaException e, String... parts) {
    assertThat(e.category()).isEqualTo(Category.RETRY);
    assertThat(e).hasMessageContainingAll(parts);
  }

  @Test
  void unreachableS3IsNamedAndTriedAgain() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path file = Files.writeString(folder.resolve("file"), "x");
    try (ObjectStore store = new ObjectStore(at(port))) {
      assertThatThrownBy(() -> store.putIfAbsent("raw/key", file))
          .isInstanceOfSatisfying(
              LambdaException.class,
              e ->
                  assertRetryable(
                      e, "S3 at http://127.0.0.1:" + port, "put raw/key", "cannot be reached"));
    }
  }

  @Test
  void fullS3IsNamedAndTriedAgain() throws IOException {
    HttpServer full =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    full.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(507, -1);
          exchange.close();
        });
    full.start();
    Path file = Files.writeString(folder.resolve("file"), "x");
    try (ObjectStore store = new ObjectStore(at(full.getAddress().getPort()))) {
      assertThatThrownBy(() -> store.putIfAbsent("raw/key", file))
          .isInstanceOfSatisfying(
              LambdaException.class, e -> assertRetryable(e, "put raw/key", "it refused", "507"));
    } finally {
      full.stop(0);
    }
  }
}
