package lambda.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import lambda.core.hour.Hour;
import lambda.store.StreamPartitions.Progress;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPostgres.class)
class StreamPartitionsTest {
  private static final String STREAM = "growing";
  private static final Hour FOUR = Hour.parse("2026-11-21T04:00:00Z");

  private final Jdbi jdbi;

  StreamPartitionsTest(Database database) {
    jdbi = database.jdbi();
  }

  @BeforeEach
  void setUpTheStream() {
    jdbi.useHandle(handle -> {
      for (String table :
          new String[] {"streams", "partitions", "boundaries", "batch_hours", "speed_gaps"}) {
        handle.execute("delete from lambda.%s where stream = ?".formatted(table), STREAM);
      }
      handle.execute("insert into lambda.streams (stream, contract) values (?, '{}')", STREAM);
    });
  }

  private void register(String topicId, Map<Integer, Long> beginnings) {
    StreamPartitions.register(jdbi, STREAM, "clicks", topicId, beginnings);
  }

  private Map<Integer, Progress> list() {
    return jdbi.withHandle(handle -> StreamPartitions.list(handle, STREAM));
  }

  @Test
  void aPartitionBeginsWithWhatKafkaHeldFirst() {
    register("a", Map.of(0, 0L, 1, 70L));
    register("a", Map.of(0, 30L, 1, 90L));

    assertThat(list())
        .containsExactly(Map.entry(0, new Progress(0, 0)), Map.entry(1, new Progress(70, 70)));
  }

  @Test
  void anAddedPartitionBeginsAfterTheClosedHours() {
    register("a", Map.of(0, 0L));
    jdbi.useHandle(handle ->
        handle.execute(
            "insert into lambda.batch_hours (stream, hour) values (?, ?)", STREAM, FOUR));
    register("a", Map.of(0, 0L, 1, 5L));

    jdbi.useHandle(handle -> {
      assertThat(Boundaries.of(handle, STREAM, FOUR.next())).containsExactly(Map.entry(1, 5L));
      assertThat(Boundaries.of(handle, STREAM, FOUR)).isEmpty();
    });
  }

  @Test
  void aTopicMadeAnewIsRefusedWithTheRemedy() {
    register("a", Map.of(0, 0L));

    assertThatThrownBy(() -> register("b", Map.of(0, 0L, 1, 0L)))
        .hasMessageContaining("topic clicks was deleted and created again")
        .hasMessageContaining("Declare the topic as a new stream");
    assertThat(list()).hasSize(1);
  }

  @Test
  void aStreamThatWasNotSetUpIsRefused() {
    assertThatThrownBy(
            () -> StreamPartitions.register(jdbi, "unknown", "clicks", "a", Map.of(0, 0L)))
        .hasMessageContaining("run setup");
  }

  @Test
  void skippedRecordsAreNotedOnce() {
    register("a", Map.of(0, 0L));
    jdbi.useTransaction(handle -> StreamPartitions.skip(handle, STREAM, 0, 0, 40));
    jdbi.useTransaction(handle -> StreamPartitions.skip(handle, STREAM, 0, 0, 40));

    assertThat(list()).containsExactly(Map.entry(0, new Progress(0, 40)));
    assertThat(
            jdbi.<Long, RuntimeException>withHandle(handle ->
                handle
                    .select(
                        "select sum(next_offset - first_offset)::bigint from lambda.speed_gaps where stream = ?",
                        STREAM)
                    .mapTo(Long.class)
                    .one()))
        .isEqualTo(40);
  }
}
