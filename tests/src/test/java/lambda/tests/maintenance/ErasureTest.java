package lambda.tests.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lambda.batch.BatchConfig;
import lambda.batch.BatchLayer;
import lambda.batch.erasure.Erasure;
import lambda.batch.erasure.ErasureReport;
import lambda.batch.hour.Progress;
import lambda.core.config.Settings;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import lambda.tests.stack.PlainDuckDb;
import lambda.tests.stack.SharedStack;
import lambda.tests.stack.TestStack;
import lambda.tests.stack.TestStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A user's events are removed from everything that holds them. Every test erases the user who has
/// the most events left.
@ExtendWith(SharedStack.Extension.class)
class ErasureTest {
  private final TestStack stack;
  private final TestStream stream;

  ErasureTest(SharedStack shared) {
    stack = shared.stack();
    stream = shared.stream("erased");
  }

  @BeforeEach
  void seal() {
    stack.seal(stream.name(), stream.hours());
  }

  private String user() {
    return stack.text(
        "select customer from erased_payments group by 1 order by count(*) desc limit 1");
  }

  @Test
  void aUsersEventsAreErasedFromEveryFileFromTheRawSinkAndFromTheFigures() throws Exception {
    String user = user();
    assertThat(archived(user)).isGreaterThan(1);

    JsonNode result = erase(user);

    assertThat(result.path("erased").path("events").asLong()).as("%s", result).isGreaterThan(1);
    assertThat(result.path("erased").path("rows").asLong()).isGreaterThan(1);
    assertThat(result.path("hours").path("failed")).isEmpty();
    assertThat(archived(user)).isZero();
    assertThat(rowsOfPostgresThatHold(user)).isEmpty();
    assertThat(documents("erased_payments", "customer", user)).isZero();
    assertSalesOfSealedHoursAreThoseOfTheArchive();
    stream.assertArchiveIsSound();
    assertThat(stream.unsealedHours()).isZero();
    assertThat(erase(user).path("erased").path("hours").asLong()).as("done already").isZero();
  }

  @Test
  void partialsComputedFromFilesThatAnErasureReplacesAreNotServed() throws Exception {
    Hour hour = Hour.parse(stream.hours().getFirst());
    String user = user();
    BatchConfig config = Settings.read(stack.localStack().environment(), BatchConfig::from);
    try (BatchLayer batch = new BatchLayer(config, InstantSource.system())) {
      Progress quiet = (_, _, _) -> {};
      List<ErasureReport> erased = new ArrayList<>();
      Progress erasing =
          (what, _, _) -> {
            if (what.startsWith("recomputing") && erased.isEmpty()) {
              Erasure erasure = new Erasure("concurrent", user);
              erased.add(batch.eraser().erase(batch.stream(stream.name()), hour, erasure, quiet));
            }
          };

      assertThatThrownBy(
              () -> batch.pipeline().recompute(batch.stream(stream.name()), hour, erasing))
          .hasMessageContaining("were replaced while they were being read");

      assertThat(erased.getFirst().events()).isPositive();
      batch.pipeline().recompute(batch.stream(stream.name()), hour, quiet);
    }
    stream.run("SealHours", Map.of("stream", stream.name()));
    await()
        .atMost(TestStack.PATIENCE)
        .untilAsserted(() -> {
          stream.run("Retention", Map.of("stream", stream.name()));
          assertSalesOfSealedHoursAreThoseOfTheArchive();
        });
    stream.assertArchiveIsSound();
  }

  @Test
  void filesThatAnErasureReplacesDuringARepairAreNotMissing() throws Exception {
    Hour hour = Hour.parse(stream.hours().getFirst());
    String user = user();
    BatchConfig config = Settings.read(stack.localStack().environment(), BatchConfig::from);
    try (BatchLayer batch = new BatchLayer(config, InstantSource.system())) {
      StreamDefinition definition = batch.stream(stream.name());
      Progress quiet = (_, _, _) -> {};
      List<ErasureReport> erased = new ArrayList<>();
      Progress erasing =
          (what, _, _) -> {
            if (what.startsWith("checking") && erased.isEmpty()) {
              Erasure erasure = new Erasure("during a repair", user);
              erased.add(batch.eraser().erase(definition, hour, erasure, quiet));
            }
          };

      assertThatThrownBy(() -> batch.maintenance().repair(definition, hour, erasing))
          .hasMessageContaining("were replaced while they were being checked");

      assertThat(erased.getFirst().events()).isPositive();
      assertThat(batch.maintenance().repair(definition, hour, quiet).broken()).isEmpty();
    }
    stream.assertArchiveIsSound();
  }

  private JsonNode erase(String user) {
    return stream.run("EraseUser", Map.of("stream", stream.name(), "user", user));
  }

  /// Compares the batch figures with what plain DuckDB counts in the objects.
  private void assertSalesOfSealedHoursAreThoseOfTheArchive() throws SQLException {
    assertThat(stack.count("select sum(sales)::bigint from batch.erased_per_day where not gone"))
        .isEqualTo(
            PlainDuckDb.count(
                "select count(distinct id) from read_parquet('%s') where status = 'paid'"
                    .formatted(stream.objectPattern("raw"))));
  }

  /// The number of a user's records in all objects of the bucket, whether in the manifest or not.
  private long archived(String user) throws SQLException {
    return PlainDuckDb.count(
        "select (select count(*) from read_parquet('%1$s') where customer = '%3$s') + (select count(*) from read_parquet('%2$s') t where contains(t::varchar, '%3$s'))"
            .formatted(everyObject("raw"), everyObject("dlq"), user));
  }

  /// The tables with rows of the stream that contain a user anywhere.
  private List<String> rowsOfPostgresThatHold(String user) {
    List<String> tables =
        stack.texts(
            """
            select format('%I.%I', table_schema, table_name) || case
              when bool_or(column_name = 'stream') then format(' t where t.stream = %L and ', 'erased')
              else ' t where ' end
            from information_schema.columns join information_schema.tables using (table_schema, table_name)
            where table_type = 'BASE TABLE' and table_schema in ('lambda', 'speed', 'batch', 'public')
            group by table_schema, table_name
            having bool_or(column_name = 'stream') or table_name like 'erased%'\
            """);
    assertThat(tables).hasSizeGreaterThan(8);
    return tables.stream()
        .filter(table ->
            stack.count("select count(*) from %s strpos(t::text, '%s') > 0".formatted(table, user))
                > 0)
        .toList();
  }

  /// A pattern of the stream's objects, replaced ones included.
  private String everyObject(String kind) {
    return stack.object("**/%s/%s".formatted(kind, stream.name())) + "/*/*/*/*/*.parquet";
  }

  private long documents(String index, String field, String value) throws Exception {
    String query =
        "%s/%s/_count?q=%s:%s"
            .formatted(
                stack.localStack().elasticsearch(),
                index,
                field,
                URLEncoder.encode('"' + value + '"', StandardCharsets.UTF_8));
    URI refresh = URI.create("%s/%s/_refresh".formatted(stack.localStack().elasticsearch(), index));
    try (HttpClient http = HttpClient.newHttpClient()) {
      http.send(HttpRequest.newBuilder(refresh).build(), HttpResponse.BodyHandlers.discarding());
      String answer =
          http.send(
                  HttpRequest.newBuilder(URI.create(query)).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      return JsonMapper.builder().build().readTree(answer).path("count").asLong();
    }
  }
}
