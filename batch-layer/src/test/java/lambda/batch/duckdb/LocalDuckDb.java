package lambda.batch.duckdb;

import java.net.URI;
import java.nio.file.Path;
import lambda.batch.s3.S3Config;

/// DuckDB for tests that use only local files.
public final class LocalDuckDb {
  private static final S3Config NO_BUCKET =
      new S3Config(URI.create("http://127.0.0.1:1"), "none", "none", "none", "none");

  private LocalDuckDb() {}

  /// @param work a folder for its spill
  public static DuckDb in(Path work, String memory) {
    return new DuckDb(new DuckDbConfig(memory, work.resolve("spill"), "httpfs", NO_BUCKET));
  }
}
