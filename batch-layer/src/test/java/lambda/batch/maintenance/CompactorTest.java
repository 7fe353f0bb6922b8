package lambda.batch.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import lambda.batch.archive.ArchiveFile;
import org.junit.jupiter.api.Test;

/// Which files are compacted together. Compaction itself is tested against real servers in tests/.
class CompactorTest {
  private static List<List<Long>> lots(long target, long... sizes) {
    List<ArchiveFile> files =
        LongStream.of(sizes)
            .mapToObj(bytes -> new ArchiveFile("key", ArchiveFile.Kind.RAW, 1, bytes, ""))
            .toList();
    return Compactor.lots(files, target).stream()
        .map(lot -> lot.stream().map(ArchiveFile::bytes).toList())
        .toList();
  }

  @Test
  void smallFilesGoTogetherUpToTheTargetInTheirOrder() {
    assertThat(lots(10, 4, 6, 1, 9, 10, 3))
        .containsExactly(List.of(4L, 6L), List.of(1L, 9L), List.of(10L), List.of(3L));
  }

  @Test
  void aLargeFileStaysByItself() {
    assertThat(lots(10, 25, 1, 11)).containsExactly(List.of(25L), List.of(1L), List.of(11L));
  }

  @Test
  void compactFilesStaySoThatCompactionEnds() {
    assertThat(lots(10, 8, 8, 8)).hasSize(3);
    assertThat(lots(10)).isEmpty();
  }
}
