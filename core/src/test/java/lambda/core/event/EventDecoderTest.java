package lambda.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import lambda.core.Pageviews;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventDecoderTest {
  private static final String GOOD =
      """
      {"event_id":"e1","postcode":"SW19","timestamp":1700000000000,"referrer":null,"seconds":3,"mobile":true}\
      """;

  private final EventDecoder decoder = new EventDecoder(Pageviews.stream());

  private Decoded decode(String json) {
    return decoder.decode(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsEveryFieldInTheSchemasOrder() {
    assertThat(decode(GOOD))
        .isEqualTo(
            new Event(
                "e1",
                1_700_000_000_000L,
                Arrays.asList("e1", "SW19", 1_700_000_000_000L, null, 3.0, true),
                false));
  }

  @Test
  void fieldsThatTheSchemaDoesNotKnowAreNoFaultButAreTold() {
    assertThat(decode(GOOD.replace("{", "{\"more\":{\"a\":[1,{}]},")))
        .isInstanceOfSatisfying(
            Event.class,
            event -> {
              assertThat(event.extended()).isTrue();
              assertThat(event.id()).isEqualTo("e1");
            });
  }

  @Test
  void aNullableFieldMayBeMissing() {
    assertThat(decode("{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":1}"))
        .isEqualTo(new Event("e", 1, Arrays.asList("e", "p", 1L, null, null, null), false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                                           | not a JSON object",
        "[]                                                           | not a JSON object",
        "{\"event_id\":\"e\",\"postcode\"                             | not JSON",
        "<html>                                                       | not JSON",
        "{\"event_id\":\"e\",\"timestamp\":1}                         | 'postcode' is missing",
        "{\"event_id\":null,\"postcode\":\"p\",\"timestamp\":1}       | 'event_id' is missing",
        "{\"event_id\":7,\"postcode\":\"p\",\"timestamp\":1}          | 'event_id' must be of type string, but is 7",
        "{\"event_id\":\"e\",\"postcode\":{},\"timestamp\":1}         | 'postcode' must be of type string, but is nested",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":\"1\"}  | 'timestamp' must be of type long, but is 1",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":1.5}    | 'timestamp' must be of type long, but is 1.5",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":9223372036854775808} | 'timestamp' is no 64-bit number",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":253402300800000}     | no time between the years 1 and 9999",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":1,\"seconds\":1e999} | 'seconds' must be of type double",
        "{\"event_id\":\"e\",\"event_id\":\"f\",\"postcode\":\"p\",\"timestamp\":1} | Duplicate field 'event_id'",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":1}{}    | more than one JSON value",
        "{\"event_id\":\"e\",\"postcode\":\"a\\u0000b\",\"timestamp\":1} | 'postcode' holds U+0000",
        "{\"event_id\":\"e\",\"postcode\":\"\\ud800\",\"timestamp\":1} | 'postcode' holds U+0000 or half of a surrogate",
      })
  void whatIsNoEventIsMalformedWithItsReason(String json, String reason) {
    assertThat(decode(json))
        .isInstanceOfSatisfying(
            Malformed.class, malformed -> assertThat(malformed.reason()).contains(reason));
  }

  @Test
  void bytesThatAreNoUtf8AreMalformed() {
    byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
    bytes[GOOD.indexOf("SW19")] = (byte) 0xff;

    assertThat(decoder.decode(bytes)).isInstanceOf(Malformed.class);
  }

  @Test
  void aRecordWithoutValueIsMalformed() {
    assertThat(decoder.decode(null)).isEqualTo(new Malformed("the record has no value"));
  }

  @Test
  void keysLongerThanAnIndexEntryHoldsAreMalformedButOtherTextsAreNot() {
    String longText = "x".repeat(EventDecoder.MAX_KEY_LENGTH + 1);

    assertThat(decode(GOOD.replace("SW19", longText))).isInstanceOf(Malformed.class);
    assertThat(decode(GOOD.replace("\"referrer\":null", "\"referrer\":\"" + longText + "\"")))
        .isInstanceOf(Event.class);
  }

  @Test
  void pairsOfSurrogatesAreText() {
    assertThat(decode(GOOD.replace("SW19", "\\ud83c\\udfbe")))
        .isInstanceOfSatisfying(
            Event.class,
            event -> assertThat(event.values()).contains("🎾").isNotEqualTo(List.of()));
  }
}
