package lambda.batch.hour;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import lambda.core.hour.HourState;
import lambda.store.HourCatalog;
import lambda.store.HourStatus;

/// Lists the hours of a stream and how far each is, oldest first. Thread-safe.
public final class HourQueries {
  private final HourCatalog catalog;
  private final InstantSource clock;

  public HourQueries(HourCatalog catalog, InstantSource clock) {
    this.catalog = catalog;
    this.clock = clock;
  }

  /// The hours of a span that are over.
  ///
  /// @param from inclusive
  /// @param to exclusive
  public List<Hour> over(StreamDefinition stream, Hour from, Hour to) {
    return within(stream, from, to, status -> isOver(status.hour()));
  }

  /// The hours of a span that the batch layer serves.
  ///
  /// @param from inclusive
  /// @param to exclusive
  public List<Hour> served(StreamDefinition stream, Hour from, Hour to) {
    return within(stream, from, to, HourStatus::batchServes);
  }

  /// The hours of a span that have begun and that the batch layer does not serve yet.
  ///
  /// @param from inclusive
  /// @param to exclusive
  public List<Hour> notServed(StreamDefinition stream, Hour from, Hour to) {
    return within(stream, from, to, status -> !status.batchServes());
  }

  /// The hours that are over and not sealed.
  public List<Hour> unsealed(StreamDefinition stream) {
    return hours(stream)
        .filter(status -> status.state() != HourState.SEALED)
        .map(HourStatus::hour)
        .filter(this::isOver)
        .toList();
  }

  /// How far a closed hour is.
  public HourReport report(StreamDefinition stream, Hour hour) {
    HourStatus status =
        hours(stream).filter(candidate -> candidate.hour().equals(hour)).findFirst().orElseThrow();
    return new HourReport(
        stream.name(),
        hour.toString(),
        status.state().label(),
        status.records(),
        status.deadLetters(),
        status.duplicates(),
        status.differences());
  }

  private List<Hour> within(
      StreamDefinition stream, Hour from, Hour to, Predicate<HourStatus> wanted) {
    return hours(stream)
        .filter(status -> !from.isAfter(status.hour()) && to.isAfter(status.hour()))
        .filter(wanted)
        .map(HourStatus::hour)
        .toList();
  }

  private Stream<HourStatus> hours(StreamDefinition stream) {
    return catalog.list().stream().filter(status -> status.stream().equals(stream.name()));
  }

  private boolean isOver(Hour hour) {
    return !clock.instant().isBefore(hour.end());
  }
}
