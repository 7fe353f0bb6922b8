package lambda.speed.projection;

import java.util.Optional;
import lambda.store.projection.Projections.State;

/// What to do with the index of a projection: Postgres says what should be in it, and Elasticsearch
/// what is. Either may have been restored from a backup, or have lost its last seconds. Pure.
public sealed interface Diagnosis {
  /// The index holds what Postgres says.
  record Sound() implements Diagnosis {}

  /// The index is sound, but readers do not find it.
  record Unpublished() implements Diagnosis {}

  /// The index must be built anew.
  ///
  /// @param reason completes "is rebuilt, because …"
  /// @param usable whether the old one is sound until then
  record Outdated(String reason, boolean usable) implements Diagnosis {}

  /// Whether the index must be built anew, whatever Elasticsearch has.
  static Optional<Outdated> ofPostgres(State stored, String layout) {
    if (stored.index().isEmpty()) {
      return Optional.of(new Outdated("it has no index yet", false));
    }
    if (stored.rewound()) {
      return Optional.of(
          new Outdated("Postgres was restored: its transaction ids went back", false));
    }
    if (!stored.layout().equals(layout)) {
      return Optional.of(new Outdated("its fields or the form of its ids changed", true));
    }
    if (stored.requested() > stored.built()) {
      return Optional.of(new Outdated("somebody asked for it", true));
    }
    return Optional.empty();
  }

  static Diagnosis of(State stored, SearchIndices.Found found, String layout) {
    Optional<Outdated> outdated = ofPostgres(stored, layout);
    boolean damaged = outdated.isPresent() && !outdated.get().usable();
    if (damaged) {
      return outdated.get();
    }
    if (!found.exists()) {
      return new Outdated("its index was deleted", false);
    }
    if (found.stated().isEmpty()) {
      return new Outdated("Elasticsearch lost the version of its documents", false);
    }
    long stated = found.stated().getAsLong();
    if (stated > stored.version()) {
      return new Outdated(
          "Postgres was restored: Elasticsearch has documents of version %d, Postgres knows %d"
              .formatted(stated, stored.version()),
          false);
    }
    if (stated < stored.confirmed()) {
      return new Outdated(
          "Elasticsearch was restored: it has documents of version %d, and had %d"
              .formatted(stated, stored.confirmed()),
          false);
    }
    if (outdated.isPresent()) {
      return outdated.get();
    }
    return found.published() ? new Sound() : new Unpublished();
  }
}
