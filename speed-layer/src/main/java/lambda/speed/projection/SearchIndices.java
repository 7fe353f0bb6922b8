package lambda.speed.projection;

import java.util.List;
import java.util.OptionalLong;
import lambda.store.projection.Projections.Index;
import lambda.store.projection.RejectedDocuments.Rejected;

/// The indices of a search engine, as the projection uses them. A failure that may pass is a
/// [lambda.core.failure.LambdaException] to be retried.
public interface SearchIndices {
  /// What there is of an index.
  ///
  /// @param exists whether it is the same index, by its uuid
  /// @param published whether the alias leads to it
  /// @param stated the version that was announced last; see [#announce]
  record Found(boolean exists, boolean published, OptionalLong stated) {}

  Found find(String alias, Index index);

  /// Creates an empty index that no reader finds yet.
  Index create(String alias, Mapping mapping, int shards);

  /// Stores beside an index that documents of a version may be in it from now on. Versions of an
  /// index only grow.
  void announce(Index index, long version);

  /// Writes documents with a version. A document that has it already, or a higher one, stays as it
  /// is, so writing again or too late changes nothing.
  ///
  /// @return the documents that can never be written as they are. All others are
  List<Rejected> write(Index index, List<Change> changes, long version);

  /// Leads the alias to an index, and deletes the projection's other indices.
  void publish(String alias, Index index);

  /// Deletes an index that was not published.
  void drop(Index index);
}
