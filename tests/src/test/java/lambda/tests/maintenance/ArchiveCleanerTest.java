package lambda.tests.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import lambda.batch.archive.ArchiveFile;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.Manifest;
import lambda.batch.archive.ManifestObjects;
import lambda.batch.archive.ReplacedFiles;
import lambda.batch.archive.Uploads;
import lambda.batch.maintenance.ArchiveCleaner;
import lambda.batch.s3.ObjectStore;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.tests.stack.EmbeddedPostgres;
import lambda.tests.stack.EmbeddedS3;
import lambda.tests.stack.Orders;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clean-up deletes and what it keeps, also after Postgres was restored to an earlier state.
class ArchiveCleanerTest {
  private static final Hour HOUR = Hour.parse("2026-11-21T04:00:00Z");

  @TempDir private static Path folder;
  private static EmbeddedPostgres postgres;
  private static EmbeddedS3 s3;
  private static ObjectStore store;

  @BeforeAll
  static void start() {
    postgres = new EmbeddedPostgres(folder);
    s3 = new EmbeddedS3(folder);
    store = new ObjectStore(s3.config());
    store.ensureBucket();
  }

  @AfterAll
  static void stop() {
    store.close();
    s3.close();
    postgres.close();
  }

  @BeforeEach
  void clear() {
    jdbi()
        .useHandle(handle -> {
          handle.execute("truncate lambda.files, lambda.uploads, lambda.batch_hours");
          handle.execute(
              "insert into lambda.batch_hours (stream, hour, archived_at) values ('orders', ?, now())",
              HOUR);
        });
    store.list("").forEach(object -> store.delete(object.key()));
  }

  private static Jdbi jdbi() {
    return postgres.database().jdbi();
  }

  private static List<String> objects() {
    return store.list("").stream()
        .map(ObjectStore.Listed::key)
        .filter(key -> !key.startsWith("manifest/"))
        .toList();
  }

  private static Manifest manifest() {
    return new Manifest(jdbi());
  }

  private static List<String> clean(Duration grace) {
    return new ArchiveCleaner(manifest(), new Uploads(jdbi()), store, grace)
        .clean(Orders.STREAM, (_, _, _) -> {});
  }

  private static ArchiveFile file(String name) {
    return new ArchiveFile(
        "raw/orders/%s/%s.parquet".formatted(HOUR.path(), name), Kind.RAW, 1, 1, "");
  }

  /// Puts an object as a process does that has not listed it yet.
  private static ArchiveFile upload(String name) throws IOException {
    ArchiveFile file = file(name);
    jdbi()
        .useHandle(handle ->
            handle.execute(
                "insert into lambda.uploads (key, stream, hour) values (?, 'orders', ?)",
                file.key(),
                HOUR));
    return put(file);
  }

  /// Puts an object that this database does not know.
  private static ArchiveFile put(ArchiveFile file) throws IOException {
    store.put(file.key(), Files.writeString(folder.resolve("object"), file.key()));
    return file;
  }

  private static boolean replace(List<ArchiveFile> old, List<ArchiveFile> replacement) {
    return manifest().replace(Orders.STREAM.name(), HOUR, old, replacement);
  }

  private static void compact(ArchiveFile old, ArchiveFile replacement) {
    assertThat(replace(List.of(old), List.of(replacement))).isTrue();
    new ReplacedFiles(manifest(), new ManifestObjects(jdbi(), store), store)
        .moveAside(Orders.STREAM.name(), HOUR);
  }

  @Test
  void whatWasReplacedAndWhatADeadProcessLeftIsDeletedAfterTheGracePeriod() throws IOException {
    ArchiveFile old = upload("old");
    replace(List.of(), List.of(old));
    compact(old, upload("new"));
    ArchiveFile orphan = upload("orphan");

    assertThat(clean(Duration.ofHours(1))).isEmpty();
    assertThat(clean(Duration.ZERO))
        .containsExactlyInAnyOrder(ReplacedFiles.FOLDER + old.key(), orphan.key());
    assertThat(objects()).containsExactly(file("new").key());
    assertThat(clean(Duration.ZERO)).isEmpty();
  }

  @Test
  void anObjectThatARewriteHasPutButNotListedIsNeverDeletedOnceItIsListed() throws IOException {
    ArchiveFile old = upload("old");
    replace(List.of(), List.of(old));
    ArchiveFile slow = upload("slow");
    assertThat(clean(Duration.ZERO)).containsExactly(slow.key());

    assertThatThrownBy(() -> replace(List.of(old), List.of(slow)))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("will be written again");
    assertThat(manifest().keys(Orders.STREAM.name(), HOUR, Kind.RAW)).containsExactly(old.key());
    assertThat(objects()).containsExactly(old.key());
  }

  @Test
  void whatARestoredDatabaseDoesNotKnowIsKept() throws IOException {
    ArchiveFile old = upload("old");
    replace(List.of(), List.of(old));
    // Compacted, moved aside and cleaned up; then Postgres is restored from before all of it.
    store.delete(old.key());
    ArchiveFile only = put(file("rewritten"));

    assertThat(clean(Duration.ZERO)).isEmpty();
    assertThat(objects()).containsExactly(only.key());
  }

  @Test
  void replacedFilesOfAnHourWhosePresentFilesAreMissingAreKeptAndNamed() throws IOException {
    ArchiveFile old = upload("old");
    replace(List.of(), List.of(old));
    ArchiveFile lost = upload("lost");
    compact(old, lost);
    ArchiveFile orphan = upload("orphan");
    store.delete(lost.key());

    assertThatThrownBy(() -> clean(Duration.ZERO))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining(lost.key());
    assertThat(objects()).containsExactly(ReplacedFiles.FOLDER + old.key());
    put(lost);
    assertThatCode(() -> clean(Duration.ZERO)).doesNotThrowAnyException();
    assertThat(objects()).containsExactly(lost.key()).doesNotContain(orphan.key());
  }

  @Test
  void anHourThatIsStillBeingArchivedIsLeftAlone() throws IOException {
    jdbi().useHandle(handle -> handle.execute("update lambda.batch_hours set archived_at = null"));
    upload("part");

    assertThat(clean(Duration.ZERO)).isEmpty();
  }

  /// As when two workers archive an hour, and the slower one finds the range committed.
  @Test
  void anObjectThatWasPutAgainAfterItWasListedIsKept() throws IOException {
    ArchiveFile listed = upload("listed");
    replace(List.of(), List.of(listed));
    upload("listed");

    assertThat(clean(Duration.ZERO)).isEmpty();
    assertThat(objects()).containsExactly(listed.key());
    assertThat(new Uploads(jdbi()).keys(Orders.STREAM.name())).isEmpty();
  }
}
