package lambda.batch.archive;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.duckdb.DuckDbConfig;
import lambda.batch.s3.S3Config;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Writes the archive's files as the archiver does, but keeps them on this machine. One thread.
public final class LocalArchive implements AutoCloseable {
  private static final S3Config NO_BUCKET =
      new S3Config(URI.create("http://127.0.0.1:1"), "none", "none", "none", "none");

  private final Path work;
  private final DuckDb duckDb;
  private final List<RangeWriter> writers = new ArrayList<>();

  public LocalArchive(Path work) {
    this.work = work;
    duckDb = new DuckDb(new DuckDbConfig("1GB", work.resolve("spill"), "httpfs", NO_BUCKET));
  }

  public Connection connect() throws SQLException {
    return duckDb.local();
  }

  /// Writes the events among records as Parquet.
  ///
  /// @param records of one partition, in order, without gaps
  public Path write(
      StreamDefinition stream, Hour hour, List<ConsumerRecord<byte[], byte[]>> records) {
    RangeWriter writer = new RangeWriter(stream, duckDb, work);
    writers.add(writer);
    OffsetRange range =
        new OffsetRange(
            records.getFirst().partition(),
            records.getFirst().offset(),
            records.getLast().offset() + 1);
    writer.write(hour, range, records.iterator(), Long.MAX_VALUE);
    return writer.events();
  }

  /// Deletes the files.
  public void clear() {
    writers.forEach(RangeWriter::close);
    writers.clear();
  }

  @Override
  public void close() {
    clear();
    duckDb.close();
  }
}
