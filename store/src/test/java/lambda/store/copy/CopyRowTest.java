package lambda.store.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CopyRowTest {
  @Test
  void valuesAreSeparatedByTabsAndRowsByLineBreaks() {
    assertThat(row("a", 1L, true)).isEqualTo("a\t1\ttrue\n");
  }

  @Test
  void nullDiffersFromItsTextForm() {
    assertThat(row(null, "\\N", "null", "")).isEqualTo("\\N\t\\\\N\tnull\t\n");
  }

  @Test
  void separatorsInAValueAreEscaped() {
    assertThat(row("a\tb\nc\rd\\e")).isEqualTo("a\\tb\\nc\\rd\\\\e\n");
  }

  @Test
  void endOfDataMarkerIsAValueLikeAnyOther() {
    assertThat(row("\\.")).isEqualTo("\\\\.\n");
  }

  @Test
  void numbersOfASketchAreAnArray() {
    assertThat(row(List.of(1L, -2L), List.of())).isEqualTo("{1,-2}\t{}\n");
  }

  @Test
  void rowAfterARowBeginsWithoutASeparator() {
    CopyRow row = new CopyRow();
    row.value("a");
    row.end();
    row.value("b");

    assertThat(row.end()).isEqualTo("b\n");
  }

  private static String row(@Nullable Object... values) {
    CopyRow row = new CopyRow();
    for (@Nullable Object value : values) {
      row.value(value);
    }
    return row.end();
  }
}
