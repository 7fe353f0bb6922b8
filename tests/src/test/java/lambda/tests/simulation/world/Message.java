package lambda.tests.simulation.world;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import lambda.core.event.Decoded;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.hour.Hour;

/// A record's value.
///
/// @param decoded what the platform's decoder makes of the bytes
/// @param mended what a replay makes of it if it is malformed
@SuppressWarnings("ArrayRecordComponent") // compared by identity only
public record Message(String id, byte[] bytes, Decoded decoded, Optional<Message> mended) {
  private static final EventDecoder DECODER = new EventDecoder(SimulatedStream.DEFINITION);

  /// An event.
  public static Message event(String id, String key, long amount, Instant time) {
    return of(id, time, json(id, key, Long.toString(amount), time), Optional.empty());
  }

  /// A malformed record that a replay can turn into an event.
  public static Message malformed(String id, String key, long amount, Instant time) {
    return of(id, time, json(id, key, "\"?\"", time), Optional.of(event(id, key, amount, time)));
  }

  private static Message of(String id, Instant time, String json, Optional<Message> mended) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new Message(id, bytes, DECODER.decode(bytes, Hour.of(time)), mended);
  }

  private static String json(String id, String key, String amount, Instant time) {
    return "{\"id\":\"%s\",\"key\":\"%s\",\"amount\":%s,\"time\":%d}"
        .formatted(id, key, amount, time.toEpochMilli());
  }

  public boolean isEvent() {
    return decoded instanceof Event;
  }

  @Override
  public String toString() {
    return isEvent() ? id : "malformed " + id;
  }
}
