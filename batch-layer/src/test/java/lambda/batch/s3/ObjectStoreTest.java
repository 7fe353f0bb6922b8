package lambda.batch.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An S3 server that fails. A working one is tested against a real server in tests/.
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
  void unreachableS3IsNamedAndRetryable() throws IOException {
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

  /// Some stores answer a conditional put before they have read the object, and end the connection.
  @Test
  void aPutThatBreaksOffBecauseTheObjectExistsIsNotAFailure() throws IOException {
    HttpServer server =
        serving(exchange -> {
          if (exchange.getRequestURI().getPath().endsWith("/there")
              && exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(200, -1);
          } else if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(404, -1);
          }
          exchange.close();
        });
    int port = server.getAddress().getPort();
    Path file = Files.writeString(folder.resolve("file"), "x");
    try (ObjectStore store = new ObjectStore(at(port))) {
      assertThat(store.putIfAbsent("raw/there", file)).isFalse();
      assertThatThrownBy(() -> store.putIfAbsent("raw/missing", file))
          .isInstanceOfSatisfying(
              LambdaException.class,
              e -> assertRetryable(e, "put raw/missing", "cannot be reached"));
    } finally {
      server.stop(0);
    }
  }

  /// A stand-in for stores that cannot be run here.
  private static HttpServer serving(HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", handler);
    server.start();
    return server;
  }

  private static HttpServer answering(int status, StringBuilder put) throws IOException {
    return serving(exchange -> {
      boolean get = exchange.getRequestMethod().equals("GET");
      put.append(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      byte[] others =
          "<LifecycleConfiguration><Rule><ID>others</ID><Prefix>x/</Prefix><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>"
              .getBytes(StandardCharsets.UTF_8);
      boolean answers = get && status == 200;
      exchange.sendResponseHeaders(status, answers ? others.length : -1);
      if (answers) {
        exchange.getResponseBody().write(others);
      }
      exchange.close();
    });
  }

  @Test
  void oldDataMovesToGlacierAndOtherRulesStay() throws IOException {
    StringBuilder put = new StringBuilder();
    HttpServer server = answering(200, put);
    try (ObjectStore store = new ObjectStore(at(server.getAddress().getPort()))) {
      assertThat(store.ensureLifecycle()).isEmpty();
      assertThat(put.toString())
          .contains("<ID>others</ID>", "<ID>lambda-raw</ID>", "<ID>lambda-aggregated</ID>")
          .contains("<Prefix>raw/</Prefix>", "<Days>30</Days>", "GLACIER_IR");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aStoreWithoutLifecycleRulesIsReportedNotFailed() throws IOException {
    HttpServer server = answering(501, new StringBuilder());
    try (ObjectStore store = new ObjectStore(at(server.getAddress().getPort()))) {
      assertThat(store.ensureLifecycle())
          .hasValueSatisfying(why -> assertThat(why).contains("501"));
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer refusing(int status, String code) throws IOException {
    return serving(exchange -> {
      exchange.getRequestBody().readAllBytes();
      byte[] error =
          "<Error><Code>%s</Code><Message>no</Message></Error>"
              .formatted(code)
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, error.length);
      exchange.getResponseBody().write(error);
      exchange.close();
    });
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied,                 FATAL, LAMBDA_S3_ACCESS_KEY",
    "403, SignatureDoesNotMatch,        FATAL, LAMBDA_S3_SECRET_KEY",
    "403, RequestTimeTooSkewed,         FATAL, clock",
    "403, InvalidObjectState,           FATAL, must be restored first",
    "404, NoSuchBucket,                 FATAL, Create bucket bucket",
    "301, PermanentRedirect,            FATAL, LAMBDA_S3_REGION",
    "400, AuthorizationHeaderMalformed, FATAL, LAMBDA_S3_REGION",
    "400, InvalidRequest,               FATAL, Retrying will not help",
    "400, RequestTimeout,               RETRY, refused",
    "400, IncompleteBody,               RETRY, refused",
    "409, OperationAborted,             RETRY, refused",
    "429, TooManyRequests,              RETRY, refused",
    "500, InternalError,                RETRY, refused",
    "503, SlowDown,                     RETRY, refused"
  })
  void whatARetryCannotHealIsFatalAndSaysHowToMendIt(
      int status, String code, Category category, String message) throws IOException {
    HttpServer server = refusing(status, code);
    try (ObjectStore store = new ObjectStore(at(server.getAddress().getPort()))) {
      assertThatThrownBy(() -> store.content("raw/key"))
          .isInstanceOfSatisfying(
              LambdaException.class,
              e -> {
                assertThat(e.category()).isEqualTo(category);
                assertThat(e).hasMessageContainingAll("read raw/key", message);
              });
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aStoreThatDoesNotPermitLifecycleRulesIsReportedNotFailed() throws IOException {
    HttpServer server = refusing(403, "AccessDenied");
    try (ObjectStore store = new ObjectStore(at(server.getAddress().getPort()))) {
      assertThat(store.ensureLifecycle())
          .hasValueSatisfying(why -> assertThat(why).contains("does not permit it"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void fullS3IsNamedAndRetryable() throws IOException {
    HttpServer full =
        serving(exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(507, -1);
          exchange.close();
        });
    Path file = Files.writeString(folder.resolve("file"), "x");
    try (ObjectStore store = new ObjectStore(at(full.getAddress().getPort()))) {
      assertThatThrownBy(() -> store.putIfAbsent("raw/key", file))
          .isInstanceOfSatisfying(
              LambdaException.class,
              e -> assertRetryable(e, "put raw/key", "the server refused", "507"));
    } finally {
      full.stop(0);
    }
  }
}
