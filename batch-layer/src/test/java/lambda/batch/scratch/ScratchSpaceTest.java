package lambda.batch.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchSpaceTest {
  @TempDir Path work;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void eachHasASeparateFolderAndLeavesNothing() throws IOException {
    try (ScratchSpace one = ScratchSpace.open(work);
        ScratchSpace other = ScratchSpace.open(work)) {
      assertThat(one.folder()).isDirectory().isNotEqualTo(other.folder());
      Files.writeString(one.folder().resolve("file"), "x");
    }

    assertThat(names()).containsExactly("lock");
  }

  @Test
  void theFolderOfAKilledProcessIsDeleted() throws IOException {
    Path left = Files.createDirectories(work.resolve("process-dead/deep"));
    Files.writeString(left.resolve("spill"), "x");
    Files.createFile(work.resolve("process-dead.lock"));

    try (ScratchSpace open = ScratchSpace.open(work)) {
      assertThat(work.resolve("process-dead")).doesNotExist();
      assertThat(work.resolve("process-dead.lock")).doesNotExist();
      assertThat(open.folder()).isDirectory();
    }
  }

  @Test
  void theFolderOfARunningProcessStays() throws IOException, InterruptedException {
    Path theirs = Files.createDirectory(work.resolve("process-theirs"));
    Path lock = Files.createFile(work.resolve("process-theirs.lock"));
    // Another process that holds the lock until it is stopped.
    Process holder =
        new ProcessBuilder(
                "python3",
                "-c",
                "import fcntl,sys; f=open(sys.argv[1],'w'); fcntl.lockf(f,fcntl.LOCK_EX); print('held',flush=True); sys.stdin.read()",
                lock.toString())
            .start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");
      try (ScratchSpace open = ScratchSpace.open(work)) {
        assertThat(open.folder()).isDirectory();
        assertThat(theirs).isDirectory();
      }
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }
}
