package lambda.speed.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.Refresh;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import lambda.core.failure.LambdaException;
import lambda.speed.projection.SearchIndices.Found;
import lambda.store.projection.Projections.Index;
import lambda.tests.stack.EmbeddedElasticsearch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only a real Elasticsearch can show. Each test has an alias of its own.
class ElasticsearchIndicesTest {
  private static final AtomicInteger ALIASES = new AtomicInteger();

  @TempDir static Path folder;

  private static EmbeddedElasticsearch server;
  private static ElasticsearchClient client;
  private static ElasticsearchIndices indices;

  private final String alias = "view_" + ALIASES.incrementAndGet();

  @BeforeAll
  static void start() {
    server = new EmbeddedElasticsearch(folder);
    client =
        ElasticsearchClient.of(c -> c.host(server.address()).jsonMapper(new JacksonJsonpMapper()));
    indices = new ElasticsearchIndices(client);
  }

  @AfterAll
  static void end() throws IOException {
    client.close();
    server.close();
  }

  private static Mapping mapping() {
    Map<String, Mapping.Kind> fields = new LinkedHashMap<>();
    fields.put("at", Mapping.Kind.TIME);
    fields.put("text", Mapping.Kind.KEYWORD);
    fields.put("n", Mapping.Kind.LONG);
    return new Mapping(fields);
  }

  private Index published() {
    Index index = indices.create(alias, mapping(), 1);
    indices.announce(index, 1);
    indices.publish(alias, index);
    return index;
  }

  private static Change change(String id, @Nullable Object text, Object n) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("at", Instant.parse("0001-01-01T00:00:00Z"));
    row.put("text", text);
    row.put("n", n);
    return Change.put(id, row, "document " + id);
  }

  private JsonNode document(String id) throws IOException {
    return Objects.requireNonNull(
        client.get(g -> g.index(alias).id(id), JsonNode.class).source(), id);
  }

  private long count(String where) throws IOException {
    client.indices().refresh(r -> r.index(alias));
    return client.count(c -> c.index(where)).count();
  }

  @Test
  void anIndexIsFoundByReadersOnlyOnceItIsPublished() throws IOException {
    Index old = published();
    indices.write(old, List.of(change("1", "a", 1)), 1);
    Index fresh = indices.create(alias, mapping(), 1);
    indices.write(fresh, List.of(change("1", "a", 1), change("2", "b", 2)), 2);

    assertThat(indices.find(alias, fresh)).isEqualTo(new Found(true, false, OptionalLong.empty()));
    assertThat(count(alias)).isEqualTo(1);
    assertThat(count(alias + "-*")).isEqualTo(1);

    indices.announce(fresh, 2);
    indices.publish(alias, fresh);

    assertThat(indices.find(alias, fresh)).isEqualTo(new Found(true, true, OptionalLong.of(2)));
    assertThat(indices.find(alias, old).exists()).isFalse();
    assertThat(count(alias)).isEqualTo(2);
    assertThat(count(alias + "-*")).isEqualTo(2);
  }

  @Test
  void indicesOfVersionsWithoutGenerationsAreReplaced() throws IOException {
    for (String index : List.of(alias, alias + "-2026", alias + "-other", alias + "-mine")) {
      client.index(i -> i.index(index).document(Map.of("n", 1)));
    }

    Index index = published();

    assertThat(client.indices().get(g -> g.index(alias + "*")).indices().keySet())
        .containsExactlyInAnyOrder(index.name(), alias + "-mine");
  }

  @Test
  void textOfAnyLengthIsStored() throws IOException {
    Index index = published();
    String text = "\uD83D\uDE00".repeat(500_000);

    assertThat(indices.write(index, List.of(change("1", text, 1), change("2", "a", 1)), 1))
        .isEmpty();

    assertThat(document("1").path("text").asText()).isEqualTo(text);
    assertThat(document("1").path("at").asText()).isEqualTo("0001-01-01T00:00:00Z");
  }

  @Test
  void oneBadDocumentIsNamedAndTheOthersAreWritten() throws IOException {
    Index index = published();

    assertThat(
            indices.write(
                index, List.of(change("1", "a", 1), change("2", "a", "x"), change("3", "a", 3)), 1))
        .singleElement()
        .satisfies(rejected -> {
          assertThat(rejected.document()).isEqualTo("document 2");
          assertThat(rejected.reason()).contains("failed to parse field [n]").contains("\"x\"");
        });
    assertThat(count(alias)).isEqualTo(2);
  }

  @Test
  void aRequestThatIsRefusedAsAWholeIsDividedUntilTheCulpritIsAlone() throws IOException {
    Index index = published();
    List<Change> changes =
        List.of(change("1", "a", 1), change("x".repeat(600), "a", 2), change("3", "a", 3));

    assertThat(indices.write(index, changes, 1))
        .singleElement()
        .satisfies(rejected -> assertThat(rejected.reason()).contains("HTTP status 400 for"));
    assertThat(count(alias)).isEqualTo(2);
  }

  @Test
  void aLowerVersionChangesNothingAlsoAfterADeletion() throws IOException {
    Index index = published();
    indices.write(index, List.of(change("1", "new", 1), change("2", "new", 1)), 7);
    indices.write(index, List.of(Change.delete("2", "document 2")), 8);

    assertThat(
            indices.write(
                index,
                List.of(change("1", "old", 1), change("2", "old", 1), Change.delete("3", "absent")),
                6))
        .isEmpty();

    assertThat(count(alias)).isEqualTo(1);
    assertThat(document("1").path("text").asText()).isEqualTo("new");
  }

  @Test
  void anIndexThatWasDeletedDoesNotComeBackByWritingToIt() throws IOException {
    Index index = published();
    client.indices().delete(d -> d.index(index.name()));

    assertThatThrownBy(() -> indices.write(index, List.of(change("1", "a", 1)), 1))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("document 1");
    indices.write(index, List.of(Change.delete("1", "document 1")), 1);

    assertThat(indices.find(alias, index).exists()).isFalse();
    Index next = published();
    assertThat(client.indices().get(g -> g.index("*" + alias + "*")).indices().keySet())
        .containsExactly(next.name());
  }

  @Test
  void anotherIndexOfTheSameNameIsNotTakenForIt() throws IOException {
    Index index = published();
    client.indices().delete(d -> d.index(index.name()));
    client.index(i -> i.index(index.name()).document(Map.of("n", 1)).refresh(Refresh.True));

    assertThat(indices.find(alias, index).exists()).isFalse();
  }

  @Test
  void versionsThatWereDeletedAreNotTakenForLowOnes() throws IOException {
    Index index = published();
    client.indices().delete(d -> d.index("lambda-projections"));

    assertThat(indices.find(alias, index)).isEqualTo(new Found(true, true, OptionalLong.empty()));
    assertThatThrownBy(() -> indices.announce(index, 2)).isInstanceOf(LambdaException.class);
    assertThat(indices.find(alias, published()).stated()).hasValue(1);
  }

  @Test
  void versionsOfAnIndexOnlyGrow() {
    Index index = published();
    indices.announce(index, 5);

    assertThatThrownBy(() -> indices.announce(index, 4)).hasMessageContaining("version 4");
  }
}
