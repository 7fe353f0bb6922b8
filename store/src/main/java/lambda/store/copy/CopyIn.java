package lambda.store.copy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import lambda.core.failure.LambdaException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/// Writes rows by `COPY … FROM STDIN` in Postgres' text format. One thread, inside a transaction;
/// the rows count once [#close] has returned. Every method throws a [LambdaException] to be retried
/// if Postgres breaks the copy off.
public final class CopyIn implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final String target;
  private final PGCopyOutputStream out;
  private final CopyRow row = new CopyRow();

  /// @param target table and columns, as in `speed.v (hour, key)`
  public CopyIn(Connection connection, String target) {
    this.target = target;
    try {
      PGConnection postgres = connection.unwrap(PGConnection.class);
      out = new PGCopyOutputStream(postgres, "copy " + target + " from stdin", BUFFER);
    } catch (SQLException e) {
      throw brokenOff(e);
    }
  }

  /// Adds a value to the row; null is SQL's null, and a collection an array of numbers.
  public CopyIn value(@Nullable Object value) {
    row.value(value);
    return this;
  }

  /// Ends the row.
  public void end() {
    try {
      out.write(row.end().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw brokenOff(e);
    }
  }

  private LambdaException brokenOff(Exception cause) {
    return LambdaException.retry("Postgres broke off a copy into " + target, cause);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw brokenOff(e);
    }
  }
}
