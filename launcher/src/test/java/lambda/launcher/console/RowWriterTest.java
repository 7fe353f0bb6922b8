package lambda.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowWriterTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String written(boolean csv, boolean json) {
    RowWriter writer = RowWriter.of(out, csv, json);
    writer.columns(List.of("at", "name", "amount"));
    writer.row(
        List.of(
            OffsetDateTime.parse("2026-11-21T05:00+01:00"), "a \"b\", c", new BigDecimal("1E+3")));
    writer.row(Arrays.asList(null, "", 2.5));
    writer.end();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void csvQuotesWhatNeedsQuotesAndTellsNullFromEmpty() {
    assertThat(written(true, false))
        .isEqualToNormalizingNewlines(
            """
            at,name,amount
            2026-11-21T04:00:00Z,"a ""b"", c",1000
            ,"",2.5
            """);
  }

  @Test
  void jsonKeepsNumbersAndNulls() {
    assertThat(written(false, true).replaceAll("\\s+", " ").strip())
        .isEqualTo(
            "[ { \"at\" : \"2026-11-21T04:00:00Z\", \"name\" : \"a \\\"b\\\", c\", \"amount\" : 1000 }, { \"at\" : null, \"name\" : \"\", \"amount\" : 2.5 } ]");
  }

  @Test
  void aTableShowsTheFirstThousandRowsAndSaysSo() {
    RowWriter writer = RowWriter.of(out, false, false);
    writer.columns(List.of("n"));
    for (long n = 0; writer.row(List.of(n)); n++) {}
    writer.end();

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .hasSize(1_002)
        .last()
        .asString()
        .startsWith("  the first 1,000 rows;");
  }
}
