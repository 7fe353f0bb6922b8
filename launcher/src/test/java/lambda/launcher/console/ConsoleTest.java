package lambda.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Console console = new Console(new PrintStream(out, true, StandardCharsets.UTF_8));

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void columnsOfNumbersAreRightAlignedAndTextIsLeftAligned() {
    console.table(
        List.of("STREAM", "RECORDS", "DIFFERENCES"),
        List.of(List.of("pageviews", "7", "–"), List.of("clicks", "12,345", "0")));

    assertThat(said())
        .isEqualTo(
            """
              STREAM      RECORDS   DIFFERENCES
              pageviews         7             –
              clicks       12,345             0
            """);
  }

  @Test
  void tableWithoutRowsIsItsHeader() {
    console.table(List.of("COUNT", "STREAM"), List.of());

    assertThat(said()).isEqualTo("  COUNT   STREAM\n");
  }

  @Test
  void numbersKeepTheirDigitsAndNullIsADash() {
    assertThat(Console.number(new BigDecimal("1234567.50"))).isEqualTo("1,234,567.50");
    assertThat(Console.number(new BigDecimal("1E+3"))).isEqualTo("1,000");
    assertThat(Console.number(null)).isEqualTo("-");
  }
}
