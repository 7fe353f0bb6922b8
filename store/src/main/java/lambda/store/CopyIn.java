package lambda.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/// Writes rows by `COPY … FROM STDIN` in Postgres' text format. One thread, inside a transaction;
/// the rows count once [#close] has returned.
public final class CopyIn implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final PGCopyOutputStream out;
  private final StringBuilder row = new StringBuilder();
  private boolean first = true;

  /// @param target table and columns, as in `speed.v (hour, key)`
  public CopyIn(Connection connection, String target) throws SQLException {
    PGConnection postgres = connection.unwrap(PGConnection.class);
    out = new PGCopyOutputStream(postgres, "copy " + target + " from stdin", BUFFER);
  }

  /// Adds a value to the row; null is SQL's null, and a collection an array of numbers.
  public CopyIn value(@Nullable Object value) {
    if (!first) {
      row.append('\t');
    }
    first = false;
    switch (value) {
      case null -> row.append("\\N");
      case Collection<?> numbers ->
          row.append(
              numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")));
      default -> escape(value.toString());
    }
    return this;
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> row.append("\\\\");
        case '\t' -> row.append("\\t");
        case '\n' -> row.append("\\n");
        case '\r' -> row.append("\\r");
        default -> row.append(c);
      }
    }
  }

  /// Ends the row.
  public void end() {
    row.append('\n');
    try {
      out.write(row.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    row.setLength(0);
    first = true;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
