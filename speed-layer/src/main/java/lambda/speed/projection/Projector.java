package lambda.speed.projection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongConsumer;
import lambda.core.failure.LambdaException;
import lambda.store.projection.Projections;
import lambda.store.projection.Projections.Generation;
import lambda.store.projection.Projections.Index;
import lambda.store.projection.Projections.State;
import lambda.store.projection.RejectedDocuments;
import lambda.store.projection.TimeSlices;
import lambda.store.projection.TimeSlices.Slice;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies one projection from Postgres to Elasticsearch, in rounds.
///
/// A round takes a new version number, reads what transactions changed since the last round, and
/// writes the current values under that version. Elasticsearch keeps the highest version of a
/// document, so rounds may be repeated, overtaken or cut off anywhere, and it does not matter which
/// process does them.
///
/// An index that does not hold what Postgres says (see [Diagnosis]) is not mended: a new one is
/// filled from Postgres, and replaces it. One thread, and another one for [#keepWhileWorking].
final class Projector {
  private static final Logger log = LoggerFactory.getLogger(Projector.class);

  /// How often a projection without changes is compared with what Elasticsearch has.
  private static final Duration CHECK_EVERY = Duration.ofSeconds(5);

  private static final Duration LEASE = Duration.ofSeconds(10);
  static final Duration RENEW_EVERY = Duration.ofSeconds(3);
  private static final long SHARD_DOCUMENTS = 100_000_000;
  private static final int MAX_SHARDS = 32;

  private final Projection projection;
  private final SearchIndices indices;
  private final Projections projections;
  private final RejectedDocuments rejected;
  private final RowReader reader;
  private final String owner;
  private final InstantSource clock;
  private Instant checked = Instant.EPOCH;
  private Instant leased = Instant.EPOCH;
  private volatile boolean working;

  Projector(
      Jdbi jdbi, Projection projection, SearchIndices indices, String owner, InstantSource clock) {
    this.projection = projection;
    this.indices = indices;
    this.owner = owner;
    this.clock = clock;
    projections = new Projections(jdbi);
    rejected = new RejectedDocuments(jdbi);
    reader = new RowReader(jdbi, projection);
  }

  Projection projection() {
    return projection;
  }

  /// What a round came to.
  ///
  /// @param documents how many were written, deleted or set aside
  /// @param more whether there is more to write at once
  /// @param rebuild why the index must be built anew; see [#rebuild]
  record Round(long documents, boolean more, Optional<Diagnosis.Outdated> rebuild) {
    private static final Round NOTHING = new Round(0, false, Optional.empty());
  }

  /// Projects changes of finished transactions, unless another process does.
  Round round() {
    if (!lease()) {
      return Round.NOTHING;
    }
    working = true;
    try {
      return projectChanges();
    } finally {
      working = false;
    }
  }

  /// Renews the lease during a round or a rebuild, a step of which may take longer than the lease.
  /// Otherwise two processes could overtake each other for ever.
  void keepWhileWorking() {
    if (working) {
      projections.lease(projection.id(), owner, LEASE);
    }
  }

  private Round projectChanges() {
    State stored = projections.state(projection.id());
    boolean outdated = Diagnosis.ofPostgres(stored, layout()).isPresent();
    boolean pending = reader.pending(stored.position());
    Instant now = clock.instant();
    if (!outdated && !pending && checked.plus(CHECK_EVERY).isAfter(now)) {
      return Round.NOTHING;
    }
    Optional<Diagnosis.Outdated> rebuild =
        switch (diagnose(stored)) {
          case Diagnosis.Sound _ -> Optional.empty();
          case Diagnosis.Unpublished _ -> {
            indices.publish(projection.alias(), stored.index().orElseThrow());
            yield Optional.empty();
          }
          case Diagnosis.Outdated because -> Optional.of(because);
        };
    checked = now;
    if (!pending || rebuild.filter(because -> !because.usable()).isPresent()) {
      return new Round(0, false, rebuild);
    }
    Index index = stored.index().orElseThrow();
    CatchUp done = catchUp(index, stored.position(), this::keepLease);
    projections.advance(projection.id(), index, done.end.position(), done.version);
    return new Round(done.documents, done.end.more(), rebuild);
  }

  private String layout() {
    return projection.mapping().layout();
  }

  /// Versions are read from Postgres after Elasticsearch and confirmed ones before, so that a round
  /// of another process in between is not taken for a restored backup.
  private Diagnosis diagnose(State before) {
    if (before.index().isEmpty()) {
      return Diagnosis.ofPostgres(before, layout()).orElseThrow();
    }
    SearchIndices.Found found = indices.find(projection.alias(), before.index().get());
    State after = projections.state(projection.id());
    if (!after.index().equals(before.index())) {
      throw LambdaException.retryAfter(
          Duration.ofSeconds(1), "another process rebuilds " + projection.id());
    }
    return Diagnosis.of(before.withVersion(after.version()), found, layout());
  }

  private record CatchUp(RowReader.End end, long version, long documents) {}

  private CatchUp catchUp(Index index, String position, Runnable beforeEach) {
    long version = projections.takeVersion(projection.id());
    IndexWriter writer = writer(index, version, beforeEach);
    RowReader.End end = reader.changes(position, writer::add);
    return new CatchUp(end, version, writer.finish());
  }

  private IndexWriter writer(Index index, long version, Runnable beforeEach) {
    return new IndexWriter(indices, rejected, projection.id(), index, version, beforeEach);
  }

  /// Fills a new index and makes it the current one. Meanwhile the old one is kept up to date if it
  /// is sound. Cut off anywhere, it begins again.
  ///
  /// @param progress takes the number of documents so far
  /// @return the number of documents
  long rebuild(Diagnosis.Outdated because, LongConsumer progress) {
    working = true;
    try {
      return fillNewIndex(because, progress);
    } finally {
      working = false;
    }
  }

  private long fillNewIndex(Diagnosis.Outdated because, LongConsumer progress) {
    State stored = projections.state(projection.id());
    log.info("rebuilding the index of {}, because {}", projection.id(), because.reason());
    long version = projections.takeVersion(projection.id());
    String begin = projections.horizon();
    projections.hold(projection.id(), begin);
    int shards = (int) Math.min(MAX_SHARDS, 1 + reader.estimate() / SHARD_DOCUMENTS);
    Index fresh = indices.create(projection.alias(), projection.mapping(), shards);
    boolean adopted = false;
    try {
      Optional<Index> old = because.usable() ? stored.index() : Optional.empty();
      long documents = fill(fresh, version, old, stored.position(), progress);
      CatchUp last = catchUp(fresh, begin, this::keepLease);
      while (last.end.more()) {
        last = catchUp(fresh, last.end.position(), this::keepLease);
      }
      Generation generation =
          new Generation(
              fresh,
              layout(),
              last.end.position(),
              last.version,
              stored.requested(),
              because.reason());
      adopted = projections.adopt(projection.id(), owner, generation);
      if (adopted) {
        rejected.removeBefore(projection.id(), version);
        indices.publish(projection.alias(), fresh);
        log.info("rebuilt the index of {}: {} documents", projection.id(), documents);
      }
      return documents;
    } finally {
      if (!adopted) {
        dropQuietly(fresh);
      }
    }
  }

  /// Writes everything to a new index, and meanwhile what changes to the old one.
  private long fill(
      Index fresh, long version, Optional<Index> old, String position, LongConsumer progress) {
    IndexWriter writer = writer(fresh, version, this::keepLease);
    String reached = position;
    Slice slice = reader.slice(TimeSlices.FIRST, writer::add);
    while (!slice.last()) {
      progress.accept(writer.finish());
      if (old.isPresent() && reader.pending(reached)) {
        reached = catchUp(old.get(), reached, this::keepLease).end.position();
      }
      slice = reader.slice(slice.to(), writer::add);
    }
    return writer.finish();
  }

  private boolean lease() {
    Instant now = clock.instant();
    if (leased.plus(RENEW_EVERY).isAfter(now)) {
      return true;
    }
    boolean owned = projections.lease(projection.id(), owner, LEASE);
    leased = owned ? now : Instant.EPOCH;
    return owned;
  }

  private void keepLease() {
    if (!lease()) {
      throw LambdaException.retryAfter(
          Duration.ofSeconds(1), "another process projects " + projection.id() + " now");
    }
  }

  /// What is left over is deleted when the next generation is published.
  private void dropQuietly(Index index) {
    try {
      indices.drop(index);
    } catch (RuntimeException e) {
      log.debug("cannot delete {}", index.name(), e);
    }
  }
}
