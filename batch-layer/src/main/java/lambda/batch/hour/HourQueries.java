package lambda.batch.hour;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import lambda.store.HourBacklog;
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
    return catalog.unsealed(stream.name()).stream()
        .map(HourStatus::hour)
        .filter(this::isOver)
        .toList();
  }

  /// What is left to do, by stream.
  public List<HourBacklog> backlog() {
    return catalog.backlog();
  }

  /// How far a closed hour is.
  public HourReport report(StreamDefinition stream, Hour hour) {
    HourStatus status = catalog.find(stream.name(), hour).orElseThrow();
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
    return catalog.list(stream.name(), from, to).stream()
        .filter(wanted)
        .map(HourStatus::hour)
        .toList();
  }

  private boolean isOver(Hour hour) {
    return !clock.instant().isBefore(hour.end());
  }
}
