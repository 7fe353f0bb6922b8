package lambda.launcher.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Writes the output of commands: lines, tables, JSON.
public final class Console {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
          .build();

  private final PrintStream out;

  public Console(PrintStream out) {
    this.out = out;
  }

  public void line(String text) {
    out.println(text);
    out.flush();
  }

  public void json(Object value) {
    try {
      line(JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A table. Number columns are right-aligned and widths follow the cells; picocli's `TextTable`
  /// can do neither.
  public void table(List<String> header, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>(List.of(header));
    all.addAll(rows);
    int[] widths =
        IntStream.range(0, header.size())
            .map(column -> all.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    for (List<String> row : all) {
      StringBuilder text = new StringBuilder("  ");
      for (int column = 0; column < widths.length; column++) {
        String pad = " ".repeat(widths[column] - row.get(column).length());
        boolean right = !rows.isEmpty() && number(rows.getFirst().get(column));
        text.append(right ? pad + row.get(column) : row.get(column) + pad).append("   ");
      }
      line(text.toString().stripTrailing());
    }
  }

  private static boolean number(String cell) {
    return cell.matches("[-–]|-?[0-9][0-9,.]*( MB)?");
  }

  /// A figure for people; `-` if there is none.
  public static String number(@Nullable BigDecimal number) {
    return number == null
        ? "-"
        : String.format(Locale.ROOT, "%,." + Math.max(0, number.scale()) + "f", number);
  }

  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
