package lambda.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lambda.batch.archive.Manifest;
import lambda.batch.archive.ReadFailures;
import lambda.batch.deadletter.DeadLetters;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.duckdb.DuckDbConfig;
import lambda.batch.s3.ObjectStore;
import lambda.batch.s3.S3Config;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import lambda.local.server.NativeTools;
import lambda.tests.stack.EmbeddedPostgres;
import lambda.tests.stack.Orders;
import lambda.tests.stack.TestStack;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers of S3 that no server here gives: objects in archive classes, and refusals. DuckDB reads
/// from a stand-in.
class UnreadableObjectsTest {
  private static final String KEY = "dlq/orders/hour=04/a.parquet";

  private static EmbeddedPostgres postgres;

  @TempDir private Path folder;
  private HttpServer server;
  private Map<String, String> headers = Map.of();
  private int head = 200;
  private int get = 403;
  private int restore = 202;
  private final List<String> restored = new ArrayList<>();

  @BeforeAll
  static void startPostgres(@TempDir Path folder) {
    postgres = new EmbeddedPostgres(folder);
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    jdbi()
        .useHandle(handle -> {
          handle.execute("truncate lambda.files");
          handle.execute(
              "insert into lambda.files (key, stream, hour, kind, rows, bytes, sha256) values (?, 'orders', '2026-11-21T04:00:00Z', 'dlq', 1, 1, '')",
              KEY);
        });
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static Jdbi jdbi() {
    return postgres.database().jdbi();
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    headers.forEach(exchange.getResponseHeaders()::set);
    byte[] error = "<Error><Code>Odd</Code></Error>".getBytes(StandardCharsets.UTF_8);
    switch (exchange.getRequestMethod()) {
      case "HEAD" -> {
        exchange.getResponseHeaders().set("Content-Length", "1000");
        exchange.getResponseHeaders().set("Last-Modified", "Tue, 24 Nov 2026 10:00:00 GMT");
        exchange.sendResponseHeaders(head, -1);
      }
      case "POST" -> {
        restored.add(exchange.getRequestURI().toString());
        exchange.sendResponseHeaders(restore, -1);
      }
      default -> {
        exchange.sendResponseHeaders(get, error.length);
        exchange.getResponseBody().write(error);
      }
    }
    exchange.close();
  }

  /// What a reader of the archive meets.
  private LambdaException failure() {
    S3Config config =
        new S3Config(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
            "us-east-1",
            "key",
            "secret",
            "lambda");
    DuckDbConfig duckDb =
        new DuckDbConfig(
            "100MB", folder, new NativeTools(TestStack.installation()).httpfs().toString(), config);
    Manifest manifest = new Manifest(jdbi());
    try (ObjectStore store = new ObjectStore(config);
        DuckDb duck = new DuckDb(duckDb)) {
      DeadLetters reader = new DeadLetters(manifest, duck, new ReadFailures(manifest, store));
      return catchThrowableOfType(LambdaException.class, () -> reader.byReason(Orders.STREAM, 10));
    }
  }

  @Test
  void anArchivedObjectIsAskedBackAndWaitedFor() {
    headers = Map.of("x-amz-storage-class", "GLACIER");

    LambdaException failure = failure();

    assertThat(failure.category()).isEqualTo(Category.RETRY);
    assertThat(failure.retryAfter()).isPresent();
    assertThat(failure).hasMessageContainingAll(KEY, "restoration was requested");
    assertThat(restored)
        .singleElement()
        .asString()
        .contains("/lambda/dlq/orders/")
        .contains("restore");
  }

  @Test
  void anArchivedObjectThatMayNotBeRestoredIsNamedWithTheCommandThatRestoresIt() {
    headers = Map.of("x-amz-storage-class", "DEEP_ARCHIVE");
    restore = 403;

    LambdaException failure = failure();

    assertThat(failure.category()).isEqualTo(Category.FATAL);
    assertThat(failure)
        .hasMessageContainingAll(KEY, "s3:RestoreObject", "aws s3api restore-object");
  }

  @Test
  void aRestorationThatIsUnderWayIsWaitedFor() {
    headers = Map.of("x-amz-storage-class", "GLACIER", "x-amz-restore", "ongoing-request=\"true\"");
    restore = 409;

    assertThat(failure().category()).isEqualTo(Category.RETRY);
  }

  @Test
  void aMissingObjectOfTheManifestIsNotRetried() {
    head = 404;
    get = 404;

    LambdaException failure = failure();

    assertThat(failure.category()).isEqualTo(Category.FATAL);
    assertThat(failure).hasMessageContainingAll("the manifest lists " + KEY, "RepairHours");
  }

  @Test
  void aForbiddenObjectIsNotRetried() {
    head = 403;

    LambdaException failure = failure();

    assertThat(failure.category()).isEqualTo(Category.FATAL);
    assertThat(failure).hasMessageContaining("LAMBDA_S3_ACCESS_KEY");
  }

  @Test
  void aBusyServerIsRetried() {
    get = 503;

    assertThat(failure().category()).isEqualTo(Category.RETRY);
    assertThat(restored).isEmpty();
  }
}
