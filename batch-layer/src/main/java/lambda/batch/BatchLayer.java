package lambda.batch;

import java.nio.file.Path;
import java.time.InstantSource;
import lambda.batch.archive.ArchiveUploader;
import lambda.batch.archive.ArchivedRanges;
import lambda.batch.archive.Archiver;
import lambda.batch.archive.FileRewriter;
import lambda.batch.archive.LostRecords;
import lambda.batch.archive.Manifest;
import lambda.batch.archive.ManifestObjects;
import lambda.batch.archive.RangeCopier;
import lambda.batch.archive.ReadFailures;
import lambda.batch.archive.ReplacedFiles;
import lambda.batch.archive.Uploads;
import lambda.batch.compute.AggregatedFiles;
import lambda.batch.compute.AggregatedVerifier;
import lambda.batch.compute.Recomputer;
import lambda.batch.compute.Reconciler;
import lambda.batch.deadletter.DeadLetterReplay;
import lambda.batch.deadletter.DeadLetters;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.duckdb.DuckDbConfig;
import lambda.batch.erasure.Eraser;
import lambda.batch.hour.HourCloser;
import lambda.batch.hour.HourQueries;
import lambda.batch.hour.UnarchivedHours;
import lambda.batch.maintenance.ArchiveCleaner;
import lambda.batch.maintenance.ArchiveVerifier;
import lambda.batch.maintenance.Compactor;
import lambda.batch.maintenance.HourVerifier;
import lambda.batch.maintenance.Maintenance;
import lambda.batch.maintenance.ManifestRebuild;
import lambda.batch.maintenance.ProtocolRetention;
import lambda.batch.maintenance.RangeVerifier;
import lambda.batch.maintenance.Repairer;
import lambda.batch.maintenance.SpeedRetention;
import lambda.batch.s3.ObjectStore;
import lambda.batch.scratch.ScratchSpace;
import lambda.batch.sql.SqlSession;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.parse.StreamFiles;
import lambda.store.Database;
import lambda.store.HourCatalog;
import lambda.store.PostgresConfig;
import lambda.store.projection.Projections;
import org.jdbi.v3.core.Jdbi;

/// The parts of the batch layer, wired together. Thread-safe; close it when the process ends.
public final class BatchLayer implements AutoCloseable {
  private static final int CONNECTIONS = 8;

  private final Streams streams;
  private final ScratchSpace scratch;
  private final Database database;
  private final ObjectStore store;
  private final DuckDb duck;
  private final Projections projections;
  private final AggregatedVerifier aggregated;
  private final HourPipeline pipeline;
  private final HourQueries hours;
  private final UnarchivedHours unarchived;
  private final LostRecords losses;
  private final Maintenance maintenance;
  private final Eraser eraser;
  private final DeadLetters deadLetters;
  private final DeadLetterReplay replay;
  private final Manifest manifest;

  public BatchLayer(BatchConfig config, InstantSource clock) {
    streams = StreamFiles.read(config.streams());
    scratch = ScratchSpace.open(config.work());
    database = new Database(config.postgres(), CONNECTIONS);
    store = new ObjectStore(config.s3());
    duck =
        new DuckDb(
            new DuckDbConfig(
                config.duckdbMemory(),
                scratch.folder().resolve("spill"),
                config.httpfs(),
                config.s3()));
    Jdbi jdbi = database.jdbi();
    projections = new Projections(jdbi);
    aggregated = new AggregatedVerifier(jdbi, duck, store);
    manifest = new Manifest(jdbi);
    ArchivedRanges ranges = new ArchivedRanges(jdbi);
    ManifestObjects manifests = new ManifestObjects(jdbi, store);
    ReplacedFiles replaced = new ReplacedFiles(manifest, manifests, store);
    ReadFailures failures = new ReadFailures(manifest, store);
    Uploads uploads = new Uploads(jdbi);
    ArchiveUploader uploader = new ArchiveUploader(uploads, store, duck);
    RangeCopier copier = new RangeCopier(scratch.folder(), config.fileBytes(), uploader, duck);
    FileRewriter rewriter = new FileRewriter(scratch.folder(), uploader, duck, failures);
    losses = new LostRecords(jdbi, config.kafka(), ranges);
    pipeline =
        new HourPipeline(
            jdbi,
            new HourCloser(jdbi, config.kafka(), config.grace(), clock),
            new Archiver(config.kafka(), config.objectRecords(), ranges, copier),
            losses,
            ranges,
            manifests,
            new Recomputer(
                jdbi,
                manifest,
                duck,
                failures,
                new AggregatedFiles(store, scratch.folder()),
                config.viewQuota()),
            new Reconciler(jdbi));
    hours = new HourQueries(new HourCatalog(jdbi), clock);
    unarchived = new UnarchivedHours(jdbi, config.kafka(), config.grace(), clock);
    maintenance =
        new Maintenance(
            new Compactor(manifest, rewriter, config.fileBytes()),
            new Repairer(config.kafka(), jdbi, ranges, manifest, store, copier, uploader),
            new ArchiveVerifier(
                ranges,
                new RangeVerifier(jdbi),
                manifest,
                uploads,
                store,
                new HourVerifier(jdbi, manifest, store, duck, failures)),
            new ManifestRebuild(jdbi, config.kafka(), manifests, store),
            replaced,
            new ArchiveCleaner(manifest, uploads, store, config.tidyAfter()),
            new SpeedRetention(jdbi, config.speedRetention()),
            new ProtocolRetention(jdbi, config.speedRetention()));
    eraser = new Eraser(jdbi, manifest, rewriter, replaced, duck, failures);
    deadLetters = new DeadLetters(manifest, duck, failures);
    replay = new DeadLetterReplay(jdbi, manifest, duck, failures, config.kafka(), clock);
  }

  public Streams streams() {
    return streams;
  }

  /// @throws lambda.core.failure.LambdaException if no such stream is declared
  public StreamDefinition stream(String name) {
    return streams.stream(name);
  }

  /// What the speed layer copies to Elasticsearch, and how far it has come.
  public Projections projections() {
    return projections;
  }

  /// Compares the partials on S3 with those in Postgres.
  public AggregatedVerifier aggregated() {
    return aggregated;
  }

  public HourPipeline pipeline() {
    return pipeline;
  }

  public HourQueries hours() {
    return hours;
  }

  public UnarchivedHours unarchived() {
    return unarchived;
  }

  public LostRecords losses() {
    return losses;
  }

  public Maintenance maintenance() {
    return maintenance;
  }

  public Eraser eraser() {
    return eraser;
  }

  public DeadLetters deadLetters() {
    return deadLetters;
  }

  public DeadLetterReplay replay() {
    return replay;
  }

  /// A session for queries over Postgres and the archive.
  ///
  /// @param extension DuckDB's extension for Postgres, as a file
  public SqlSession sql(PostgresConfig postgres, Path extension) {
    return new SqlSession(duck, manifest, streams.all(), postgres, extension.toString());
  }

  @Override
  public void close() {
    duck.close();
    scratch.close();
    store.close();
    database.close();
  }
}
