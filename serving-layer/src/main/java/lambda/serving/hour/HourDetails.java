package lambda.serving.hour;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that Postgres knows about an hour. Stable: programs read it.
///
/// @param steps from closed to sealed, in order
/// @param files the objects that hold its records now
/// @param ranges the offsets that are archived
/// @param differenceList the first of the differences that reconciliation found
/// @param losses offsets that were declared lost
public record HourDetails(
    @JsonUnwrapped HourSummary summary,
    List<Step> steps,
    List<ArchivedFile> files,
    List<ArchivedRange> ranges,
    List<Difference> differenceList,
    List<Loss> losses) {

  /// @param at when it was done; null if it is not, or the time is no longer kept
  public record Step(String step, @Nullable Instant at) {}

  /// @param object its key in the bucket
  /// @param kind `raw` or `dlq`
  public record ArchivedFile(
      String object, String kind, long rows, long bytes, String sha256, Instant committedAt) {}

  /// @param nextOffset the offset after the last one
  /// @param gaps offsets that hold no record
  public record ArchivedRange(
      int partition,
      long firstOffset,
      long nextOffset,
      long rows,
      long deadLetters,
      long gaps,
      Instant committedAt) {}

  /// @param key the values of the group-by fields, as a JSON document
  /// @param speed the speed layer's figures, as a JSON document; null if it had none
  /// @param batch the batch layer's figures, as a JSON document; null if it had none
  /// @param count for how many differences of this kind the row stands
  public record Difference(
      String view,
      @Nullable Instant window,
      @JsonRawValue String key,
      String kind,
      @JsonRawValue @Nullable String speed,
      @JsonRawValue @Nullable String batch,
      String explanation,
      long count,
      Instant foundAt,
      @Nullable Instant healedAt) {}

  /// @param nextOffset the offset after the last one
  /// @param declaredBy the id of the workflow
  public record Loss(
      int partition, long firstOffset, long nextOffset, Instant declaredAt, String declaredBy) {}
}
