package lambda.tests.stack;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import lambda.batch.BatchConfig;
import lambda.batch.BatchLayer;
import lambda.batch.s3.ObjectStore;
import lambda.core.config.Settings;
import lambda.core.view.ViewQuota;
import lambda.local.server.NativeTools;
import lambda.store.StreamTables;
import org.jdbi.v3.core.Jdbi;

/// The batch layer in this process, with its own Postgres and S3 and without Kafka. The declared
/// streams are set up.
public final class EmbeddedBatch implements AutoCloseable {
  private final EmbeddedPostgres postgres;
  private final EmbeddedS3 s3;
  private final ObjectStore store;
  private final BatchLayer layer;

  /// @param folder for its data; the caller deletes it
  /// @param streams the folder of the definitions
  public EmbeddedBatch(Path folder, Path streams) {
    this(folder, streams, new ViewQuota(ViewQuota.DEFAULT));
  }

  public EmbeddedBatch(Path folder, Path streams, ViewQuota quota) {
    postgres = new EmbeddedPostgres(folder);
    s3 = new EmbeddedS3(folder);
    store = new ObjectStore(s3.config());
    store.ensureBucket();
    layer = new BatchLayer(config(folder, streams, quota), InstantSource.system());
    new StreamTables(jdbi()).ensure(layer.streams());
  }

  private BatchConfig config(Path folder, Path streams, ViewQuota quota) {
    BatchConfig defaults =
        Settings.read(
            Map.of(
                "LAMBDA_STREAMS",
                streams.toString(),
                "LAMBDA_WORK",
                folder.toString(),
                "LAMBDA_DUCKDB_HTTPFS",
                new NativeTools(TestStack.installation()).httpfs().toString()),
            BatchConfig::from);
    return new BatchConfig(
        defaults.streams(),
        defaults.kafka(),
        postgres.config(),
        s3.config(),
        defaults.work(),
        defaults.httpfs(),
        defaults.duckdbMemory(),
        defaults.objectRecords(),
        defaults.fileBytes(),
        quota,
        defaults.tidyAfter(),
        defaults.speedRetention(),
        defaults.grace());
  }

  public BatchLayer layer() {
    return layer;
  }

  public Jdbi jdbi() {
    return postgres.database().jdbi();
  }

  public ObjectStore store() {
    return store;
  }

  @Override
  public void close() {
    layer.close();
    store.close();
    s3.close();
    postgres.close();
  }
}
