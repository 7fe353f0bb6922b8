package lambda.core;

import java.nio.charset.StandardCharsets;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.hour.Hour;

/// Events for tests, decoded from JSON.
public final class Events {
  private static final Hour ARRIVAL = Hour.parse("2026-11-21T04:00:00Z");

  private Events() {}

  /// An event of [Pageviews] at minute 1.
  ///
  /// @param more further members, such as `,"price":1.5`
  public static Event pageview(String more) {
    return event(
        Pageviews.stream(),
        "{\"event_id\":\"e\",\"postcode\":\"SW19\",\"timestamp\":60000%s}".formatted(more));
  }

  public static Event event(StreamDefinition stream, String json) {
    return switch (new EventDecoder(stream)
        .decode(json.getBytes(StandardCharsets.UTF_8), ARRIVAL)) {
      case Event event -> event;
      case Object malformed -> throw new IllegalArgumentException(json + ": " + malformed);
    };
  }
}
