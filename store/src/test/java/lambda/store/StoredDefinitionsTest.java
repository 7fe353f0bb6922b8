package lambda.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What becomes of the definitions, the hours and the positions of a stream whose views come and
/// go.
@ExtendWith(TestPostgres.class)
class StoredDefinitionsTest {
  private static final Hour FOUR = Hour.parse("2026-11-21T04:00:00Z");
  private static final Hour FIVE = FOUR.next();
  private static final StreamDefinition SALES = TestViews.stream();
  private static final ViewDefinition VIEW = TestViews.view();
  private static final Streams WITH_VIEW = TestViews.streams();
  private static final Streams WITHOUT_VIEW = TestViews.streams(List.of());

  private final Database database;
  private final StreamTables tables;
  private final StoredDefinitions definitions;

  StoredDefinitionsTest(Database database) {
    this.database = database;
    tables = new StreamTables(database.jdbi());
    definitions = new StoredDefinitions(database.jdbi());
  }

  @BeforeEach
  void declareTheView() {
    tables.ensure(WITH_VIEW);
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                truncate lambda.partitions, lambda.boundaries, lambda.batch_hours,
                  lambda.batch_views, lambda.view_positions, speed.sales_by_mood, batch.sales_by_mood\
                """));
    StreamPartitions.register(database.jdbi(), "sales", "sales", "topic", Map.of(0, 0L, 1, 0L));
    tables.ensure(WITH_VIEW);
  }

  @Test
  void definitionsThatWereSetUpAreAccepted() {
    definitions.require(WITH_VIEW);
  }

  @Test
  void processWithOtherDefinitionsIsRefusedAndToldTheDifference() {
    assertThatThrownBy(() -> definitions.require(WITHOUT_VIEW))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("view sales_by_mood is no longer declared")
        .hasMessageContaining("./lambda run setup");

    tables.ensure(WITHOUT_VIEW);

    definitions.require(WITHOUT_VIEW);
    assertThatThrownBy(() -> definitions.require(WITH_VIEW))
        .hasMessageContaining("view sales_by_mood is new");
    assertThatThrownBy(() ->
            database.jdbi().useHandle(handle -> StoredDefinitions.requireViews(handle, SALES)))
        .hasMessageContaining("since this process started");
  }

  @Test
  void hourIsDueAndTheViewIncompleteIfItWasComputedWithoutTheView() {
    sealWith(FOUR);
    tables.ensure(WITHOUT_VIEW);
    sealWithout(FIVE);
    assertThat(due()).isEmpty();

    tables.ensure(WITH_VIEW);

    assertThat(due()).containsExactly(FIVE);
    assertThat(sources()).containsOnly("incomplete");
    database
        .jdbi()
        .useHandle(handle -> {
          assertThat(BatchViews.gaps(handle, SALES, VIEW))
              .contains(new BatchViews.Span(1, FIVE, FIVE));
          assertThat(BatchViews.allComputed(handle, "sales", FOUR)).isTrue();
          assertThat(BatchViews.allComputed(handle, "sales", FIVE)).isFalse();
          BatchViews.computed(handle, VIEW, FIVE);
          assertThat(BatchViews.allComputed(handle, "sales", FIVE)).isTrue();
          assertThat(BatchViews.gaps(handle, SALES, VIEW)).isEmpty();
        });
    assertThat(sources()).containsOnly("batch-exact");
  }

  @Test
  void speedPartialsOfAnHourThatWasComputedWithoutTheViewStayServed() {
    tables.ensure(WITHOUT_VIEW);
    sealWithout(FOUR);
    database.jdbi().useHandle(handle -> partial(handle, "speed", FOUR));

    tables.ensure(WITH_VIEW);

    assertThat(sources()).containsExactly("incomplete");
  }

  @Test
  void viewThatComesBackBeginsAtTheFirstHourThatTheBatchLayerHasNotComputed() {
    database.jdbi().useHandle(handle -> folded(handle, 10));
    tables.ensure(WITHOUT_VIEW);
    sealWithout(FOUR);
    database
        .jdbi()
        .useHandle(handle -> {
          boundary(handle, FOUR, 0);
          boundary(handle, FIVE, 20);
          handle.execute("update lambda.partitions set next_offset = 30 where partition = 0");
        });

    tables.ensure(WITH_VIEW);

    database
        .jdbi()
        .useHandle(handle -> {
          assertThat(next(handle)).isEqualTo(20);
          assertThat(coverage(handle, 15, 20)).isEqualTo(ViewPositions.Coverage.PART);
          assertThat(coverage(handle, 20, 25)).isEqualTo(ViewPositions.Coverage.SOON);
          assertThat(ViewPositions.advance(handle, 0, Map.of("sales_by_mood", 20L), 30)).isTrue();
          assertThat(coverage(handle, 20, 25)).isEqualTo(ViewPositions.Coverage.ALL);
          assertThat(coverage(handle, 15, 15)).isEqualTo(ViewPositions.Coverage.ALL);
        });
  }

  @Test
  void viewThatIsPastThatHourContinuesWhereItIs() {
    database
        .jdbi()
        .useHandle(handle -> {
          boundary(handle, FOUR, 0);
          folded(handle, 10);
          handle.execute("update lambda.partitions set next_offset = 12 where partition = 0");
        });

    tables.ensure(WITH_VIEW);

    database
        .jdbi()
        .useHandle(handle -> {
          assertThat(next(handle)).isEqualTo(10);
          assertThat(coverage(handle, 0, 10)).isEqualTo(ViewPositions.Coverage.ALL);
          assertThat(ViewPositions.behind(handle, SALES, VIEW)).isEqualTo(2);
          partial(handle, "speed", FOUR);
        });
    assertThat(sources()).as("while it is behind").containsExactly("incomplete");
  }

  @Test
  void positionIsAdvancedOnlyFromWhereItsOwnerLeftIt() {
    database
        .jdbi()
        .useHandle(handle -> {
          folded(handle, 10);

          assertThat(ViewPositions.advance(handle, 0, Map.of("sales_by_mood", 9L), 20)).isFalse();
          assertThat(next(handle)).isEqualTo(10);
        });
  }

  @Test
  void partitionThatIsAddedWhileAViewIsNotYetFoldedIsBehindInItAsWell() {
    StreamPartitions.register(database.jdbi(), "sales", "sales", "topic", Map.of(7, 5L));

    database
        .jdbi()
        .useHandle(handle -> {
          handle.execute("update lambda.partitions set next_offset = 9 where partition = 7");
          partial(handle, "speed", FOUR);
          handle.execute("delete from lambda.view_positions where partition < 7");
        });

    assertThat(sources()).containsExactly("incomplete");
  }

  @Test
  void ofTransactionsThatCompleteAViewTogetherTheLastOneHasItProjectedAgain() throws Exception {
    sealWithout(FOUR);
    sealWithout(FIVE);
    tables.ensure(WITH_VIEW);
    long before = requested();

    CompletableFuture<Void> second;
    try (Handle first = database.jdbi().open().begin()) {
      complete(first, FOUR);
      second =
          CompletableFuture.runAsync(
              () -> database.jdbi().useTransaction(handle -> complete(handle, FIVE)));
      await().until(() -> waitingForLocks() == 1);
      first.commit();
    }
    second.get();

    assertThat(requested()).isEqualTo(before + 1);
  }

  private static void complete(Handle handle, Hour hour) {
    List<ViewDefinition> incomplete = ViewTables.incomplete(handle, SALES);
    BatchViews.computed(handle, VIEW, hour);
    ViewTables.projectCompleted(handle, SALES, incomplete);
  }

  private long requested() {
    return count("select requested from lambda.projections where view = 'sales_by_mood'");
  }

  private long waitingForLocks() {
    return count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'");
  }

  private long count(String sql) {
    return database.jdbi().withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
  }

  private static void folded(Handle handle, long next) {
    handle.execute("update lambda.partitions set next_offset = ? where partition = 0", next);
    handle.execute("update lambda.view_positions set next_offset = ? where partition = 0", next);
  }

  private static long next(Handle handle) {
    return ViewPositions.next(handle, SALES.views(), List.of(0))
        .getOrDefault(0, Map.of())
        .getOrDefault("sales_by_mood", -1L);
  }

  private static ViewPositions.Coverage coverage(Handle handle, long first, long next) {
    return ViewPositions.coverage(handle, VIEW, List.of(new OffsetRange(0, first, next)));
  }

  private static void boundary(Handle handle, Hour hour, long offset) {
    handle.execute(
        "insert into lambda.boundaries values ('sales', 0, ?, ?, 'speed')", hour, offset);
  }

  private void sealWith(Hour hour) {
    sealWithout(hour);
    database
        .jdbi()
        .useHandle(handle -> {
          partial(handle, "batch", hour);
          BatchViews.computed(handle, VIEW, hour);
        });
  }

  private static void partial(Handle handle, String layer, Hour hour) {
    handle.execute(
        "insert into %s.sales_by_mood (hour, window_start, shop, events, total, shops, mean_sum, mean_count) values (?, ?, 'a', 1, 1, '{1}', 1, 1)"
            .formatted(layer),
        hour,
        hour);
  }

  private void sealWithout(Hour hour) {
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                insert into lambda.batch_hours
                  (stream, hour, archived_at, recomputed_at, reconciled_at, sealed_at)
                values ('sales', ?, now(), now(), now(), now())\
                """,
                hour));
  }

  private List<Hour> due() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .select("select hour from lambda.batch_hours where sealed_at is null order by hour")
                .mapTo(Hour.class)
                .list());
  }

  private List<String> sources() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle.select("select source from serving.sales_by_mood").mapTo(String.class).list());
  }
}
