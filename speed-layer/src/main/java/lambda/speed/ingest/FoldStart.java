package lambda.speed.ingest;

import java.util.List;

/// The offsets from which on records of a partition are folded. They differ while a view that was
/// declared later, or again, catches up.
///
/// @param records what is counted and goes into the raw sink: the partition's stored offset
/// @param views what is folded into each view, in the order of the stream's views
record FoldStart(long records, List<Long> views) {
  FoldStart {
    views = List.copyOf(views);
  }

  /// The first offset to read.
  long first() {
    return views.stream().reduce(records, Math::min);
  }
}
