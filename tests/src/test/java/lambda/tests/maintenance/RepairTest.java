package lambda.tests.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import lambda.launcher.demo.LedgerCheck.Where;
import lambda.tests.stack.Cli;
import lambda.tests.stack.SharedStack;
import lambda.tests.stack.TestStack;
import lambda.tests.stack.TestStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Lost or damaged files of the archive are archived again from the log.
@ExtendWith(SharedStack.Extension.class)
class RepairTest {
  private final TestStack stack;
  private final TestStream stream;

  RepairTest(SharedStack shared) {
    stack = shared.stack();
    stream = shared.stream("repaired");
  }

  @Test
  void aLostAndADamagedFileAreNamedAndArchivedAgainFromTheLog() throws Exception {
    stream.seal();
    Path lost = stream.objects().getFirst();
    Path damaged = stream.objects().getLast();
    Files.delete(lost);
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length / 2] ^= 1;
    Files.write(damaged, bytes);

    Cli.Result verified = stack.cli("verify", "archive", "--stream", stream.name());
    assertThat(verified.status()).isEqualTo(1);
    assertThat(verified.out())
        .contains(lost.getFileName() + ": the manifest lists it")
        .contains(damaged.getFileName() + ": its");
    JsonNode result = stream.run("RepairHours", stream.range());

    assertThat(result.path("repaired").toString())
        .contains(lost.getFileName().toString(), damaged.getFileName().toString());
    assertThat(result.path("hours").path("done").asInt())
        .as("%s", result)
        .isEqualTo(SharedStack.HOURS);
    stream.assertFiguresEqualTheLedger(Where.SERVING);
    stream.assertArchiveIsSound();
    assertThat(stream.run("RepairHours", stream.range()).path("repaired")).isEmpty();
  }
}
