package lambda.launcher.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lambda.batch.sql.SqlSession;
import lambda.serving.http.Csv;
import org.jspecify.annotations.Nullable;

/// Writes the rows of a query as they come: CSV and JSON all of them, a table the first thousand,
/// since its widths follow the cells.
public abstract sealed class RowWriter implements SqlSession.Rows {
  private static final int TABLE_ROWS = 1_000;

  /// Writes a table, unless told otherwise.
  public static RowWriter of(PrintStream out, boolean csv, boolean json) {
    return csv ? new CsvLines(out) : json ? new Json(out) : new Table(out);
  }

  /// Ends the output.
  public abstract void end();

  /// A value as text; times in UTC.
  static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case OffsetDateTime time -> time.toInstant().toString();
      case BigDecimal number -> number.toPlainString();
      default -> value.toString();
    };
  }

  private static final class Table extends RowWriter {
    private final Console console;
    private final List<String> header = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private boolean more;

    Table(PrintStream out) {
      console = new Console(out);
    }

    @Override
    public void columns(List<String> names) {
      header.addAll(names);
    }

    @Override
    public boolean row(List<@Nullable Object> values) {
      more = rows.size() == TABLE_ROWS;
      if (!more) {
        rows.add(values.stream().map(value -> value == null ? "–" : text(value)).toList());
      }
      return !more;
    }

    @Override
    public void end() {
      if (header.isEmpty()) {
        return;
      }
      console.table(header, rows);
      console.line(
          more
              ? "  the first %s rows; add 'limit', or take all with --csv or --json"
                  .formatted(Console.count(TABLE_ROWS))
              : "  %s %s".formatted(Console.count(rows.size()), rows.size() == 1 ? "row" : "rows"));
    }
  }

  private static final class CsvLines extends RowWriter {
    private final PrintStream out;

    CsvLines(PrintStream out) {
      this.out = out;
    }

    @Override
    public void columns(List<String> names) {
      row(List.copyOf(names));
    }

    @Override
    public boolean row(List<@Nullable Object> values) {
      List<@Nullable String> cells = new ArrayList<>();
      values.forEach(value -> cells.add(value == null ? null : text(value)));
      out.println(Csv.row(cells));
      return !out.checkError();
    }

    @Override
    public void end() {
      out.flush();
    }
  }

  private static final class Json extends RowWriter {
    private final PrintStream out;
    private final List<String> header = new ArrayList<>();
    private @Nullable JsonGenerator json;

    Json(PrintStream out) {
      this.out = out;
    }

    @Override
    public void columns(List<String> names) {
      header.addAll(names);
      try {
        JsonGenerator begun =
            new JsonFactory()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .useDefaultPrettyPrinter();
        begun.writeStartArray();
        json = begun;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean row(List<@Nullable Object> values) {
      try {
        JsonGenerator begun = Objects.requireNonNull(json);
        begun.writeStartObject();
        for (int column = 0; column < header.size(); column++) {
          begun.writeFieldName(header.get(column));
          write(begun, values.get(column));
        }
        begun.writeEndObject();
        return !out.checkError();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
      switch (value) {
        case null -> json.writeNull();
        case Boolean bool -> json.writeBoolean(bool);
        case BigDecimal number -> json.writeNumber(number.toPlainString());
        case BigInteger number -> json.writeNumber(number);
        case Double number when !Double.isFinite(number) -> json.writeString(number.toString());
        case Number number -> json.writeNumber(number.toString());
        default -> json.writeString(text(value));
      }
    }

    @Override
    public void end() {
      try {
        if (json != null) {
          json.writeEndArray();
          json.close();
          out.println();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
