package lambda.tests.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import lambda.batch.archive.ArchiveFile;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.ArchiveUploader;
import lambda.batch.archive.FileRewriter;
import lambda.batch.archive.Manifest;
import lambda.batch.archive.ReadFailures;
import lambda.batch.archive.Uploads;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.duckdb.DuckDbConfig;
import lambda.batch.s3.ObjectStore;
import lambda.core.hour.Hour;
import lambda.local.server.NativeTools;
import lambda.tests.stack.EmbeddedPostgres;
import lambda.tests.stack.EmbeddedS3;
import lambda.tests.stack.Orders;
import lambda.tests.stack.TestStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files are rewritten on a real S3 server and a real Postgres.
class FileRewriterTest {
  private static final Hour HOUR = Hour.parse("2026-11-21T04:00:00Z");

  @TempDir private Path folder;

  @Test
  void aRewrittenFileIsAnUploadUntilItIsListedAndNamesWhatItReplaces() throws SQLException {
    try (EmbeddedPostgres postgres = new EmbeddedPostgres(folder);
        EmbeddedS3 s3 = new EmbeddedS3(folder);
        ObjectStore store = new ObjectStore(s3.config());
        DuckDb duck =
            new DuckDb(
                new DuckDbConfig(
                    "200MB",
                    folder.resolve("spill"),
                    new NativeTools(TestStack.installation()).httpfs().toString(),
                    s3.config()))) {
      store.ensureBucket();
      List<ArchiveFile> old = List.of(file(duck, store, "a", 7), file(duck, store, "b", 3));
      Manifest manifest = new Manifest(postgres.database().jdbi());
      Uploads uploads = new Uploads(postgres.database().jdbi());
      FileRewriter rewriter =
          new FileRewriter(
              folder,
              new ArchiveUploader(uploads, store, duck),
              duck,
              new ReadFailures(manifest, store));

      List<ArchiveFile> rewritten =
          rewriter.rewrite(Orders.STREAM, HOUR, Kind.RAW, List.of(old), "_offset <> 7");

      assertThat(rewritten).singleElement().returns(1L, ArchiveFile::rows);
      String key = rewritten.getFirst().key();
      assertThat(uploads.keys("orders")).containsExactly(key);
      assertThat(replaces(duck, key))
          .isEqualTo("%s\n%s".formatted(old.getFirst().key(), old.getLast().key()));
      rewriter.discard(rewritten);
      assertThat(uploads.keys("orders")).isEmpty();
      assertThat(store.list("")).extracting(ObjectStore.Listed::key).doesNotContain(key);
    }
  }

  private ArchiveFile file(DuckDb duck, ObjectStore store, String name, int offset)
      throws SQLException {
    Path file = folder.resolve(name);
    try (Connection connection = duck.local();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "copy (select 0 as _partition, %d as _offset, now()::timestamp as _event_time) to '%s' (format parquet)"
              .formatted(offset, file));
    }
    String key = "raw/orders/%s/%s.parquet".formatted(HOUR.path(), name);
    store.put(key, file);
    return new ArchiveFile(key, Kind.RAW, 1, 1, "");
  }

  private static String replaces(DuckDb duck, String key) throws SQLException {
    try (Connection connection = duck.remote();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select decode(value) from parquet_kv_metadata('s3://lambda/%s') where decode(key) = 'replaces'"
                    .formatted(key))) {
      row.next();
      return row.getString(1);
    }
  }
}
