package lambda.serving.http;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tables as CSV (RFC 4180). A value that is null is an empty cell; an empty text is quoted. Pure.
public final class Csv {
  private static final String LINE_END = "\r\n";

  private Csv() {}

  /// @param rows each with a value for each column
  public static String of(
      List<String> columns, List<? extends List<? extends @Nullable Object>> rows) {
    StringBuilder text = new StringBuilder(row(columns)).append(LINE_END);
    rows.forEach(row -> text.append(row(row)).append(LINE_END));
    return text.toString();
  }

  /// One row, without the end of its line.
  public static String row(List<? extends @Nullable Object> values) {
    return values.stream().map(Csv::cell).collect(Collectors.joining(","));
  }

  private static String cell(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString();
    boolean quoted = text.isEmpty() || text.chars().anyMatch(each -> "\",\r\n".indexOf(each) >= 0);
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
