package lambda.batch.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lambda.batch.archive.ArchiveFile.Kind;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;

class ArchiveFileTest {
  @Test
  void everyKindIsFoundByItsFolder() {
    for (Kind kind : Kind.values()) {
      assertThat(Kind.of(kind.folder())).isEqualTo(kind);
    }
  }

  @Test
  void fileOfAnUnknownKindIsNeverTakenForAnother() {
    assertThatThrownBy(() -> Kind.of("index"))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("files of kind 'index'");
  }
}
