package lambda.tests.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import lambda.launcher.demo.LedgerCheck.Where;
import lambda.tests.stack.PlainDuckDb;
import lambda.tests.stack.SharedStack;
import lambda.tests.stack.TestStack;
import lambda.tests.stack.TestStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Small files are compacted, moved aside and deleted.
@ExtendWith(SharedStack.Extension.class)
class CompactionTest {
  private final TestStack stack;
  private final TestStream stream;

  CompactionTest(SharedStack shared) {
    stack = shared.stack();
    stream = shared.stream("compacted");
  }

  /// One sequence: each step begins where the one before ends.
  @Test
  void smallFilesBecomeOnePerHourAndReplacedOnesAreDeleted() throws Exception {
    stream.seal();
    long before = stream.files();
    assertThat(before).isGreaterThan(10);
    long events = events();

    compact();
    assertThat(stream.files()).isEqualTo(SharedStack.HOURS);
    assertThat(stream.objects()).as("seen by a listing").hasSize(SharedStack.HOURS);
    assertThat(stream.replacedObjects()).as("moved aside").hasSize(Math.toIntExact(before));
    assertThat(events()).as("counted by plain DuckDB").isEqualTo(events);
    stream.assertArchiveIsSound();

    compact();
    assertThat(stream.objects()).as("compact already").hasSize(SharedStack.HOURS);

    awaitRetention();
    assertThat(replacedFiles()).isZero();
    stream.assertArchiveIsSound();
    stream.assertFiguresEqualTheLedger(Where.SERVING);
    stream.assertFiguresEqualTheLedger(Where.ELASTICSEARCH);
  }

  private long events() throws Exception {
    return PlainDuckDb.count(
        "select count(*) from read_parquet('%s')".formatted(stream.objectPattern("raw")));
  }

  private void compact() {
    JsonNode result = stream.run("CompactHours", stream.range());
    assertThat(result.path("done").asInt()).as("%s", result).isEqualTo(SharedStack.HOURS);
    assertThat(result.path("failed")).isEmpty();
  }

  /// Runs Retention until what was replaced and the sealed hours' speed partials are old enough to
  /// be deleted.
  private void awaitRetention() {
    await()
        .atMost(TestStack.PATIENCE)
        .untilAsserted(() -> {
          stream.run("Retention", Map.of("stream", stream.name()));
          assertThat(stream.objects()).hasSize(SharedStack.HOURS);
          assertThat(stream.replacedObjects()).isEmpty();
          assertThat(speedPartialsOfSealedHours()).isZero();
        });
  }

  private long speedPartialsOfSealedHours() {
    return stack.count(
        "select count(*) from speed.compacted_per_day join lambda.batch_hours using (hour) where stream = 'compacted' and sealed_at is not null");
  }

  private long replacedFiles() throws IOException {
    return stack.count(
        "select count(*) from lambda.files where stream = 'compacted' and replaced_at is not null");
  }
}
