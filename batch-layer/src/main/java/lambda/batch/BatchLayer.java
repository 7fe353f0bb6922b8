package lambda.batch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import lambda.batch.archive.ArchiveUploader;
import lambda.batch.archive.Archiver;
import lambda.batch.archive.FileRewriter;
import lambda.batch.archive.Manifest;
import lambda.batch.archive.RangeCopier;
import lambda.batch.compute.AggregatedFiles;
import lambda.batch.compute.Recomputer;
import lambda.batch.compute.Reconciler;
import lambda.batch.deadletter.DeadLetterGroup;
import lambda.batch.deadletter.DeadLetters;
import lambda.batch.deadletter.ReplayReport;
import lambda.batch.deadletter.ReplayRequest;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.erasure.Eraser;
import lambda.batch.erasure.Erasure;
import lambda.batch.erasure.ErasureReport;
import lambda.batch.hour.BatchHours;
import lambda.batch.hour.HourCloser;
import lambda.batch.hour.HourReport;
import lambda.batch.hour.Progress;
import lambda.batch.maintenance.ArchiveCleaner;
import lambda.batch.maintenance.ArchiveReport;
import lambda.batch.maintenance.ArchiveVerifier;
import lambda.batch.maintenance.CompactionReport;
import lambda.batch.maintenance.Compactor;
import lambda.batch.maintenance.RepairReport;
import lambda.batch.maintenance.Repairer;
import lambda.batch.maintenance.RetentionReport;
import lambda.batch.maintenance.SpeedRetention;
import lambda.batch.s3.ObjectStore;
import lambda.batch.scratch.ScratchSpace;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.hour.Hour;
import lambda.core.hour.HourState;
import lambda.core.parse.StreamFiles;
import lambda.store.Boundaries;
import lambda.store.Database;
import lambda.store.HourCatalog;
import lambda.store.HourStatus;

/// The steps that take an hour from closed to sealed. Each may be repeated, cut off anywhere, and
/// run by two workers at once. Thread-safe; close it when the process ends.
public final class BatchLayer implements AutoCloseable {
  private final Streams streams;
  private final InstantSource clock;
  private final Duration tidyAfter;
  private final Database database;
  private final ObjectStore store;
  private final DuckDb duck;
  private final ScratchSpace work;
  private final HourCloser closer;
  private final Archiver archiver;
  private final Recomputer recomputer;
  private final Reconciler reconciler;
  private final Compactor compactor;
  private final ArchiveVerifier verifier;
  private final ArchiveCleaner tidier;
  private final SpeedRetention retention;
  private final Eraser eraser;
  private final RangeCopier copier;
  private final Repairer repairer;
  private final DeadLetters deadLetters;

  public BatchLayer(BatchConfig shared, InstantSource clock) {
    this.clock = clock;
    work = ScratchSpace.open(shared.work());
    BatchConfig config = shared.in(work.folder());
    tidyAfter = config.tidyAfter();
    streams = StreamFiles.read(config.streams());
    database = new Database(config.postgres(), 8);
    store = new ObjectStore(config.s3());
    Manifest manifest = new Manifest(database.jdbi());
    duck = new DuckDb(config);
    closer = new HourCloser(database.jdbi(), config.kafka(), config.grace(), clock);
    ArchiveUploader uploads = new ArchiveUploader(store, duck);
    copier = new RangeCopier(config, uploads, duck);
    archiver = new Archiver(config, manifest, copier);
    repairer = new Repairer(config, database.jdbi(), manifest, store, copier);
    FileRewriter rewriter = new FileRewriter(config, uploads, duck);
    compactor = new Compactor(manifest, rewriter, config.fileBytes());
    eraser = new Eraser(database.jdbi(), manifest, rewriter, duck);
    retention = new SpeedRetention(database.jdbi(), config.speedRetention());
    deadLetters = new DeadLetters(database.jdbi(), manifest, duck, config.kafka());
    verifier = new ArchiveVerifier(manifest, store, duck);
    tidier = new ArchiveCleaner(manifest, store, config.tidyAfter(), clock);
    recomputer =
        new Recomputer(database.jdbi(), manifest, duck, new AggregatedFiles(store, config.work()));
    reconciler = new Reconciler(database.jdbi());
  }

  public Streams streams() {
    return streams;
  }

  public boolean sealed(String stream, Hour hour) {
    return done(streams.stream(stream), hour, BatchHours.Step.SEALED);
  }

  /// Settles which records the hour holds.
  public void close(String stream, Hour hour) {
    closer.close(streams.stream(stream), hour);
  }

  /// Archives the hour, and the hour before it: its ids are needed to recognise duplicates.
  public void archive(String stream, Hour hour, Progress progress) {
    StreamDefinition definition = streams.stream(stream);
    boolean first =
        database
            .jdbi()
            .withHandle(handle -> Boundaries.firstHour(handle, stream))
            .map(hour::equals)
            .orElse(true);
    if (!first && !done(definition, hour.previous(), BatchHours.Step.ARCHIVED)) {
      archiver.archive(closer.close(definition, hour.previous()), progress);
    }
    if (!done(definition, hour, BatchHours.Step.ARCHIVED)) {
      archiver.archive(closer.close(definition, hour), progress);
    }
  }

  public void recompute(String stream, Hour hour, Progress progress) {
    recomputer.recompute(streams.stream(stream), hour, progress);
  }

  public void reconcile(String stream, Hour hour, Progress progress) {
    reconciler.reconcile(closer.close(streams.stream(stream), hour), progress);
  }

  /// Declares the batch partials of the hour the truth.
  ///
  /// @return how far the hour is now: not sealed, if somebody made it due again since it was
  ///   reconciled
  public HourReport seal(String stream, Hour hour) {
    database
        .jdbi()
        .useTransaction(handle -> {
          BatchHours.lock(handle, stream, hour);
          if (BatchHours.done(handle, stream, hour, BatchHours.Step.RECONCILED)) {
            BatchHours.mark(handle, stream, hour, BatchHours.Step.SEALED);
          }
        });
    return report(stream, hour);
  }

  /// Makes a sealed hour due again: it will be recomputed, reconciled and sealed anew. Until then
  /// its batch partials stay what is served.
  public void reopen(String stream, Hour hour) {
    streams.stream(stream);
    database.jdbi().useHandle(handle -> BatchHours.reopen(handle, stream, hour));
  }

  /// The hours of the stream that have begun in a span and are over, oldest first.
  ///
  /// @param from inclusive
  /// @param to exclusive
  public List<Hour> hours(String stream, Hour from, Hour to) {
    return within(stream, from, to).map(HourStatus::hour).filter(this::isOver).toList();
  }

  /// Makes few files of an hour's many.
  public CompactionReport compact(String stream, Hour hour, Progress progress) {
    return compactor.compact(streams.stream(stream), hour, progress);
  }

  /// Archives an hour again from Kafka's log, if files of it are missing or spoilt. It is due then.
  public RepairReport repair(String stream, Hour hour, Progress progress) {
    return repairer.repair(streams.stream(stream), hour, progress);
  }

  /// Proves that the archive holds each record once.
  public ArchiveReport verify(String stream, Progress progress) {
    return verifier.verify(streams.stream(stream), progress);
  }

  /// The dead letters of the archived hours by reason, the most frequent first.
  public List<DeadLetterGroup> deadLetters(String stream) {
    return deadLetters.byReason(streams.stream(stream));
  }

  /// Sends dead letters of an hour again that are events now.
  public ReplayReport replay(String stream, Hour hour, ReplayRequest mending, Progress progress) {
    return deadLetters.replay(streams.stream(stream), hour, mending, progress);
  }

  /// Deletes objects and rows that nobody can need any more.
  public RetentionReport tidy(String stream, Progress progress) {
    StreamDefinition definition = streams.stream(stream);
    return new RetentionReport(tidier.tidy(definition, progress), retention.tidy(definition));
  }

  /// Takes what a user did out of the files of an hour that batch serves. What changed is due
  /// again.
  public ErasureReport erase(String stream, Hour hour, Erasure erasure, Progress progress) {
    return eraser.erase(streams.stream(stream), hour, erasure, progress);
  }

  /// Takes what a user did out of the stream's raw sink.
  public ErasureReport eraseRows(String stream, Erasure erasure) {
    return eraser.eraseRows(streams.stream(stream), erasure);
  }

  /// How long an object stays that was replaced.
  public Duration tidyAfter() {
    return tidyAfter;
  }

  /// The hours of a span that batch serves, oldest first.
  ///
  /// @param from inclusive
  /// @param to exclusive
  public List<Hour> served(String stream, Hour from, Hour to) {
    return within(stream, from, to).filter(HourStatus::batchServes).map(HourStatus::hour).toList();
  }

  /// The hours of a span that have begun and that batch does not serve yet, oldest first.
  public List<Hour> notServed(String stream, Hour from, Hour to) {
    return within(stream, from, to)
        .filter(status -> !status.batchServes())
        .map(HourStatus::hour)
        .toList();
  }

  private Stream<HourStatus> within(String stream, Hour from, Hour to) {
    return declared(stream)
        .filter(status -> !from.isAfter(status.hour()) && to.isAfter(status.hour()));
  }

  /// How far the hour has come.
  public HourReport report(String stream, Hour hour) {
    HourStatus status =
        hours(stream).stream().filter(h -> h.hour().equals(hour)).findFirst().orElseThrow();
    return new HourReport(
        stream,
        hour.toString(),
        status.state().label(),
        status.records(),
        status.deadLetters(),
        status.duplicates(),
        status.differences());
  }

  /// The hours of the stream that are over and not sealed, oldest first.
  public List<Hour> unsealed(String stream) {
    return declared(stream)
        .filter(status -> status.state() != HourState.SEALED)
        .map(HourStatus::hour)
        .filter(this::isOver)
        .toList();
  }

  private boolean isOver(Hour hour) {
    return !clock.instant().isBefore(hour.end());
  }

  /// The hours of a stream, which must be a declared one, oldest first.
  private Stream<HourStatus> declared(String stream) {
    streams.stream(stream);
    return hours(stream).stream();
  }

  private List<HourStatus> hours(String stream) {
    return new HourCatalog(database.jdbi())
        .list().stream().filter(status -> status.stream().equals(stream)).toList();
  }

  private boolean done(StreamDefinition stream, Hour hour, BatchHours.Step step) {
    return database.jdbi().withHandle(handle -> BatchHours.done(handle, stream.name(), hour, step));
  }

  @Override
  public void close() {
    duck.close();
    copier.close();
    work.close();
    store.close();
    database.close();
  }
}
