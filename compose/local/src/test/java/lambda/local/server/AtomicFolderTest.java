package lambda.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFolderTest {
  @TempDir Path folder;

  @Test
  void folderIsFilledOnce() throws IOException, InterruptedException {
    Path target = folder.resolve("target");
    AtomicFolder.once(target, next -> Files.writeString(next.resolve("file"), "first"));
    AtomicFolder.once(target, next -> Files.writeString(next.resolve("file"), "second"));

    assertThat(target.resolve("file")).hasContent("first");
  }

  @Test
  void folderWhoseFillingFailedIsAbsentAndFilledAgainNextTime()
      throws IOException, InterruptedException {
    Path target = folder.resolve("target");
    assertThatThrownBy(() ->
            AtomicFolder.once(
                target,
                next -> {
                  Files.writeString(next.resolve("half"), "");
                  throw new IOException("killed");
                }))
        .hasMessage("killed");
    assertThat(target).doesNotExist();

    AtomicFolder.once(target, next -> Files.writeString(next.resolve("file"), "whole"));
    assertThat(target.resolve("file")).hasContent("whole");
    assertThat(target.resolve("half")).doesNotExist();
  }
}
