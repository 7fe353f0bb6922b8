package lambda.tests.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import lambda.batch.deadletter.ReplayBatches;
import lambda.batch.deadletter.ReplayBatches.Letter;
import lambda.batch.deadletter.ReplayLog;
import lambda.batch.deadletter.ReplayLog.Position;
import lambda.batch.deadletter.ReplayReport;
import lambda.core.hour.Hour;
import lambda.tests.stack.EmbeddedPostgres;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A replay that is cut off and continued, on a real Postgres.
class ReplayBatchesTest {
  private static final int LETTERS = 2 * ReplayBatches.MAX_LETTERS + 500;
  private static final ReplayLog LOG = new ReplayLog("orders", Hour.parse("2026-11-21T04:00:00Z"));

  private static EmbeddedPostgres postgres;

  private final List<Position> sent = new ArrayList<>();

  @BeforeAll
  static void start(@TempDir Path folder) {
    postgres = new EmbeddedPostgres(folder);
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  private static Jdbi jdbi() {
    return postgres.database().jdbi();
  }

  @BeforeEach
  void clear() {
    jdbi().useHandle(handle -> handle.execute("delete from lambda.replays"));
  }

  private void send(List<Letter> letters) {
    letters.forEach(letter -> sent.add(letter.position()));
  }

  /// Sends, but dies after a number of batches, once Kafka has the records.
  private void replay(int batches) {
    ReplayBatches replay =
        new ReplayBatches(
            jdbi(),
            LOG,
            letters -> {
              send(letters);
              if (sent.size() > batches * ReplayBatches.MAX_LETTERS) {
                throw new IllegalStateException("killed");
              }
            });
    assertThatThrownBy(() -> run(replay, LETTERS)).hasMessage("killed");
  }

  private static ReplayReport run(ReplayBatches replay, int letters) {
    LongStream.range(0, letters)
        .mapToObj(offset -> new Letter(new Position(0, offset), null, new byte[] {1}))
        .forEach(replay::add);
    return replay.finish();
  }

  @Test
  void whatWasSentBeforeACrashIsNotSentAgainButForOneBatch() {
    replay(1);
    assertThat(sent).hasSize(2 * ReplayBatches.MAX_LETTERS);

    ReplayReport report = run(new ReplayBatches(jdbi(), LOG, this::send), LETTERS);

    assertThat(report).isEqualTo(new ReplayReport(LETTERS - 1_000, 0, 1_000));
    assertThat(sent).hasSize(LETTERS + ReplayBatches.MAX_LETTERS);
    assertThat(sent.stream().distinct()).hasSize(LETTERS);
  }

  @Test
  void aBatchIsBoundedByItsBytes() {
    List<Integer> sizes = new ArrayList<>();
    ReplayBatches replay = new ReplayBatches(jdbi(), LOG, letters -> sizes.add(letters.size()));

    boolean full = false;
    for (int offset = 0; offset < 5; offset++) {
      full = replay.add(new Letter(new Position(0, offset), null, new byte[4 << 20]));
    }

    assertThat(full).isFalse();
    assertThat(replay.finish()).isEqualTo(new ReplayReport(5, 0, 0));
    assertThat(sizes).containsExactly(2, 2, 1);
  }

  @Test
  void twoReplaysOfAnHourSendEachDeadLetterOnce() {
    ReplayBatches first = new ReplayBatches(jdbi(), LOG, this::send);
    ReplayBatches second = new ReplayBatches(jdbi(), LOG, this::send);
    for (long offset = 0; offset < LETTERS; offset++) {
      Letter letter = new Letter(new Position(0, offset), null, new byte[] {1});
      first.add(letter);
      second.add(letter);
    }

    assertThat(first.finish().plus(second.finish()))
        .isEqualTo(new ReplayReport(LETTERS, 0, LETTERS));
    assertThat(sent).doesNotHaveDuplicates().hasSize(LETTERS);
  }
}
