package lambda.generator;

/// One view of a page. @param time when it happened, milliseconds since the epoch
record Pageview(String eventId, String userId, String postcode, String webpage, long time) {

  /// The record's value, as JSON. The texts hold nothing that needs escaping.
  String json() {
    return "{\"event_id\":\"%s\",\"user_id\":\"%s\",\"postcode\":\"%s\",\"webpage\":\"%s\",\"timestamp\":%d}"
        .formatted(eventId, userId, postcode, webpage, time);
  }
}
