package lambda.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.store.BatchViews;
import lambda.store.ViewPositions;
import org.jdbi.v3.core.Jdbi;

/// What a view lacks whose figures are `incomplete`.
///
/// @param hours the hours that the batch layer has computed without the view
/// @param behind how many offsets the speed layer has yet to fold for the view that it has folded
///   for others
public record Gaps(String stream, String view, Optional<BatchViews.Span> hours, long behind) {

  public static Gaps of(Jdbi jdbi, StreamDefinition stream, ViewDefinition view) {
    return jdbi.inTransaction(handle ->
        new Gaps(
            stream.name(),
            view.name(),
            BatchViews.gaps(handle, stream, view),
            ViewPositions.behind(handle, stream, view)));
  }

  /// One line for people; empty if nothing is missing.
  public Optional<String> sentence() {
    List<String> missing = new ArrayList<>();
    hours.ifPresent(gap ->
        missing.add(
            "the batch layer computed %d hours without it, from %s to %s; the next run of the workflow SealHours computes them for it (a schedule starts it every hour)"
                .formatted(gap.hours(), gap.first(), gap.last())));
    if (behind > 0) {
      missing.add(
          "the speed layer has %d offsets of %s left to fold for it, and does so while it runs"
              .formatted(behind, stream));
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("%s is incomplete: %s".formatted(view, String.join("; ", missing)));
  }
}
