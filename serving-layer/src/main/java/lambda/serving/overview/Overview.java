package lambda.serving.overview;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far every stream is. Two of them give rates. Stable: programs read it.
///
/// @param at when it was read
/// @param kafkaProblem why the log of Kafka is unknown; null if it is known
public record Overview(Instant at, @Nullable String kafkaProblem, List<StreamOverview> streams) {

  /// How far a stream is. Offsets are sums over its partitions.
  ///
  /// @param kafka null if unknown
  public record StreamOverview(
      String stream,
      @Nullable Log kafka,
      Speed speed,
      Archive archive,
      Hours hours,
      Projection projection) {}

  /// The topic.
  ///
  /// @param beginning the first offset that Kafka holds
  /// @param end the offset of the next record
  public record Log(int partitions, long beginning, long end) {}

  /// The speed layer.
  ///
  /// @param position the offset up to which records are in the views
  /// @param lag how many offsets it is behind; null if unknown
  /// @param heldBack how many offsets are behind open Kafka transactions; null if unknown
  /// @param storedAt when it last stored records; null if it never did
  public record Speed(
      long position, @Nullable Long lag, @Nullable Long heldBack, @Nullable Instant storedAt) {}

  /// The archive on S3.
  ///
  /// @param position the offset up to which records are archived
  /// @param behind how many offsets are not archived; null if unknown
  public record Archive(long position, @Nullable Long behind) {}

  /// How many hours are in each state, and what is left to do.
  ///
  /// @param unarchived hours that are over and not archived
  /// @param unsealed hours that are over and not sealed
  /// @param waiting hours that wait for the speed layer
  /// @param lost offsets that were declared lost
  public record Hours(
      long open,
      long closed,
      long archived,
      long recomputed,
      long reconciled,
      long sealed,
      long unarchived,
      long unsealed,
      long waiting,
      long lost) {}

  /// The copy in Elasticsearch.
  ///
  /// @param pending how many changed rows it lacks, counted up to a thousand for each table
  /// @param rejected how many documents Elasticsearch refused
  public record Projection(long pending, long rejected) {}
}
