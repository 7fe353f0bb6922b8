package lambda.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `lambda down` on folders without a running stack.
class DownTest {
  private static final String ENDED =
      """
      {"pid": 1, "startedAt": 0, "portOffset": 0, "ready": false, "problem": "", "servers": []}
      """;

  @TempDir Path folder;

  private CommandLineRun deleteData() {
    return CommandLineRun.of("down", "--delete-data", "--home", folder.toString());
  }

  @Test
  void dataInAFolderThatIsNotAHomeStays() throws IOException {
    Path precious = Files.createDirectories(folder.resolve("data")).resolve("precious");
    Files.writeString(precious, "mine");

    CommandLineRun run = deleteData();

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("lambda: no stack has ever run in " + folder).hasLineCount(1);
    assertThat(precious).hasContent("mine");
  }

  @Test
  void dataOfAStackIsDeletedAndNothingElse() throws IOException {
    Files.createDirectories(folder.resolve("data/kafka"));
    Files.createDirectories(folder.resolve("tools"));
    Files.writeString(Files.createDirectories(folder.resolve("run")).resolve("stack.json"), ENDED);

    CommandLineRun run = deleteData();

    assertThat(run.status()).isZero();
    assertThat(folder).isDirectoryNotContaining("glob:**/{data,log,run}");
    assertThat(folder.resolve("tools")).isDirectory();
  }

  @Test
  void deletingTwiceIsNotAnError() {
    assertThat(deleteData().status()).isZero();
    assertThat(folder).isEmptyDirectory();
  }
}
