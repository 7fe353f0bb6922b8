package lambda.tests.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.Manifest;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.duckdb.DuckDbConfig;
import lambda.batch.s3.ObjectStore;
import lambda.batch.sql.SqlSession;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.failure.LambdaException;
import lambda.core.parse.StreamParser;
import lambda.local.server.NativeTools;
import lambda.store.StreamTables;
import lambda.tests.stack.EmbeddedPostgres;
import lambda.tests.stack.EmbeddedS3;
import lambda.tests.stack.TestStack;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Queries on a real Postgres and a real S3 server.
class SqlSessionTest {
  private static final StreamDefinition STREAM =
      new StreamParser(
              "sales.yaml",
              _ ->
                  """
                  {"type": "record", "name": "Sale", "fields": [
                    {"name": "id", "type": "string"},
                    {"name": "at", "type": "string"},
                    {"name": "shop", "type": ["null", "string"]},
                    {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 2}}]}
                  """)
          .parse(
              """
              stream: sales
              topic: sales
              partitions: 1
              format: json
              schema: sales.avsc
              id: id
              time: at
              key: id
              raw_sink: sale_events
              views:
                - view: by_shop
                  window: day
                  group_by: [shop]
                  measures: { sales: count, amount: { sum: amount }, mean: { avg: amount } }
              """);

  @TempDir static Path folder;

  private static EmbeddedPostgres postgres;
  private static EmbeddedS3 s3;
  private static ObjectStore store;
  private static DuckDb duck;
  private static SqlSession session;

  @BeforeAll
  static void start() throws SQLException {
    NativeTools tools = new NativeTools(TestStack.installation());
    postgres = new EmbeddedPostgres(folder.resolve("postgres"));
    s3 = new EmbeddedS3(folder.resolve("s3"));
    store = new ObjectStore(s3.config());
    store.ensureBucket();
    duck =
        new DuckDb(
            new DuckDbConfig(
                "200MB", folder.resolve("spill"), tools.httpfs().toString(), s3.config()));
    new StreamTables(postgres.database().jdbi()).ensure(new Streams(List.of(STREAM)));
    execute(
        """
        insert into speed.by_shop (hour, window_start, shop, sales, amount, mean_sum, mean_count)
        values ('2026-11-21T04:00Z', '2026-11-21', 'Kingston', 3, 1234567.89, 1234567.89, 3),
          ('2026-11-21T04:00Z', '2026-11-21', null, 1, 0.10, 0.10, 1)\
        """);
    archive("raw/sales/a.parquet");
    session =
        new SqlSession(
            duck,
            new Manifest(postgres.database().jdbi()),
            List.of(STREAM),
            postgres.config(),
            tools.postgresScanner().toString());
  }

  @AfterAll
  static void end() {
    session.close();
    duck.close();
    store.close();
    s3.close();
    postgres.close();
  }

  private static void archive(String key) throws SQLException {
    Path file = folder.resolve("file");
    try (Connection connection = duck.local();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "copy (select 'i' as id, 'Kingston' as shop, 7::bigint as _offset) to '%s' (format parquet)"
              .formatted(file));
    }
    store.put(key, file);
    execute(
        """
        insert into lambda.files (key, stream, hour, kind, rows, bytes, sha256)
        values (?, 'sales', '2026-11-21T04:00Z', 'raw', 1, 1, '')\
        """,
        key);
  }

  private static void execute(String sql, Object... arguments) {
    postgres.database().jdbi().useHandle(handle -> handle.execute(sql, arguments));
  }

  private static List<List<@Nullable Object>> rows(String sql) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    session.query(
        sql,
        new SqlSession.Rows() {
          @Override
          public void columns(List<String> names) {
            rows.clear();
          }

          @Override
          public boolean row(List<@Nullable Object> values) {
            return rows.add(values);
          }
        });
    return rows;
  }

  @Test
  void servingViewsAnswerWithTheirExactTypes() {
    assertThat(
            rows(
                "select window_start, shop, sales, amount, mean, source from serving.by_shop order by shop nulls last"))
        .containsExactly(
            List.of(
                OffsetDateTime.parse("2026-11-21T00:00Z"),
                "Kingston",
                3L,
                new BigDecimal("1234567.89"),
                new BigDecimal("411522.630000"),
                "real-time"),
            new ArrayList<>(
                Arrays.asList(
                    OffsetDateTime.parse("2026-11-21T00:00Z"),
                    null,
                    1L,
                    new BigDecimal("0.10"),
                    new BigDecimal("0.100000"),
                    "real-time")));
  }

  @Test
  void theArchiveAndTheServingViewsAreJoinedInOneQuery() {
    assertThat(
            rows(
                "select a._offset, s.sales from archive.sales a join serving.by_shop s using (shop)"))
        .containsExactly(List.of(7L, 3L));
    assertThat(rows("select count(*) from sale_events")).containsExactly(List.of(0L));
    assertThat(rows("from hours")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop view serving.by_shop",
        "copy (select 1) to 's3://lambda/x.parquet'",
        "insert into sale_events values (1)",
        "attach 'x.db'",
        "select 1; select 2",
        "select 1; drop schema serving cascade",
        "select * from postgres_query('pg', 'delete from lambda.files returning key')",
        "select * from postgres_execute('pg', 'delete from lambda.files')",
        "selct 1",
        "select * from nowhere",
        ""
      })
  void everythingButAQueryIsRefused(String sql) {
    assertThatThrownBy(() -> rows(sql))
        .isInstanceOf(LambdaException.class)
        .hasMessageNotContaining("java.");
    assertThat(rows("select count(*) from archive.sales")).containsExactly(List.of(1L));
    assertThat(new Manifest(postgres.database().jdbi()).keys("sales", Kind.RAW)).hasSize(1);
  }
}
