package lambda.batch.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A bucket with versioning, played by a stand-in, since the local stack's server has none. One of
/// its objects was deleted, one was replaced, and one is listed by the manifest.
class ObjectVersionsTest {
  private static final String VERSIONS =
      """
      <ListVersionsResult><IsTruncated>false</IsTruncated>
        <DeleteMarker><Key>raw/deleted</Key><VersionId>d2</VersionId><IsLatest>true</IsLatest></DeleteMarker>
        <Version><Key>raw/deleted</Key><VersionId>d1</VersionId><IsLatest>false</IsLatest></Version>
        <Version><Key>raw/replaced</Key><VersionId>r2</VersionId><IsLatest>true</IsLatest></Version>
        <Version><Key>raw/replaced</Key><VersionId>r1</VersionId><IsLatest>false</IsLatest></Version>
        <DeleteMarker><Key>raw/listed</Key><VersionId>l2</VersionId><IsLatest>true</IsLatest></DeleteMarker>
        <Version><Key>raw/listed</Key><VersionId>l1</VersionId><IsLatest>false</IsLatest></Version>
      </ListVersionsResult>
      """;

  private final List<String> deleted = new ArrayList<>();
  private HttpServer server;
  private ObjectStore store;
  private int status = 200;
  private String versioning = "<Status>Enabled</Status>";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    store =
        new ObjectStore(
            new S3Config(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                "us-east-1",
                "a",
                "s",
                "bucket"));
  }

  @AfterEach
  void stop() {
    store.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    if (exchange.getRequestMethod().equals("DELETE")) {
      deleted.add(query.replaceAll(".*versionId=([^&]*).*", "$1"));
      exchange.sendResponseHeaders(204, -1);
    } else if (query.contains("versioning")) {
      answer(
          exchange,
          status,
          status == 200
              ? "<VersioningConfiguration>%s</VersioningConfiguration>".formatted(versioning)
              : "<Error><Code>Odd</Code></Error>");
    } else {
      answer(exchange, 200, VERSIONS);
    }
    exchange.close();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Test
  void oldVersionsAreDeletedBeforeTheMarkersThatHideThemAndThoseOfListedObjectsStay() {
    assertThat(store.versions().deleteOld("raw/", "raw/listed"::equals)).isEqualTo(2);

    assertThat(deleted).containsExactly("d1", "r1", "d2");
  }

  @Test
  void aBucketKeepsVersionsIfVersioningIsOnOrWasOn() {
    assertThat(store.versions().areKept()).isTrue();
    versioning = "<Status>Suspended</Status>";
    assertThat(store.versions().areKept()).isTrue();
    versioning = "";
    assertThat(store.versions().areKept()).isFalse();
  }

  @Test
  void aServerWithoutVersioningKeepsNone() {
    status = 501;

    assertThat(store.versions().areKept()).isFalse();
  }

  @Test
  void aServerThatDoesNotTellIsNotTakenForOneWithoutVersions() {
    status = 403;

    assertThatThrownBy(() -> store.versions().areKept())
        .isInstanceOfSatisfying(
            LambdaException.class,
            failure -> {
              assertThat(failure.category()).isEqualTo(Category.FATAL);
              assertThat(failure)
                  .hasMessageContainingAll("bucket bucket", "s3:GetBucketVersioning");
            });
  }
}
