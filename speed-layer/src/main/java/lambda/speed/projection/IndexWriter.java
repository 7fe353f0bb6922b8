package lambda.speed.projection;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lambda.store.projection.Projections.Index;
import lambda.store.projection.RejectedDocuments;
import lambda.store.projection.RejectedDocuments.Rejected;

/// Writes the changes of a round to one index, in requests of bounded size. One thread.
final class IndexWriter {
  private static final int MAX_BYTES = 5_000_000;
  private static final int MAX_CHANGES = 2_000;

  private final SearchIndices indices;
  private final RejectedDocuments rejected;
  private final String projection;
  private final Index index;
  private final long version;
  private final Runnable beforeEach;
  private final boolean anyRejected;
  private final List<Change> pending = new ArrayList<>();
  private int bytes;
  private long written;

  /// Announces the version.
  ///
  /// @param beforeEach is run before each request; what it throws ends the round
  IndexWriter(
      SearchIndices indices,
      RejectedDocuments rejected,
      String projection,
      Index index,
      long version,
      Runnable beforeEach) {
    this.indices = indices;
    this.rejected = rejected;
    this.projection = projection;
    this.index = index;
    this.version = version;
    this.beforeEach = beforeEach;
    indices.announce(index, version);
    anyRejected = rejected.example(projection).isPresent();
  }

  void add(Change change) {
    if (bytes + change.bytes() > MAX_BYTES || pending.size() == MAX_CHANGES) {
      flush();
    }
    pending.add(change);
    bytes += change.bytes();
  }

  /// Writes what is left.
  ///
  /// @return how many documents were written, deleted or set aside since the beginning
  long finish() {
    flush();
    return written;
  }

  private void flush() {
    if (pending.isEmpty()) {
      return;
    }
    beforeEach.run();
    List<Rejected> refused = indices.write(index, List.copyOf(pending), version);
    rejected.add(projection, refused, version);
    if (anyRejected) {
      Set<String> accepted = new HashSet<>();
      pending.forEach(change -> accepted.add(change.id()));
      refused.forEach(one -> accepted.remove(one.id()));
      rejected.remove(projection, accepted);
    }
    written += pending.size();
    pending.clear();
    bytes = 0;
  }
}
