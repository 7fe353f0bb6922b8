package lambda.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lambda.core.Pageviews;
import lambda.core.definition.Constraint;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.TimeLimit;
import lambda.core.hour.Hour;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecoderTest {
  private static final String GOOD =
      """
      {"event_id":"e1","postcode":"SW19","timestamp":1700000000000,"data":{"referrer":null},"seconds":3,"mobile":true,"price":12.5}\
      """;

  private static final Hour ARRIVAL = Hour.parse("2026-11-21T04:00:00Z");

  private final EventDecoder decoder =
      new EventDecoder(Pageviews.stream(Pageviews.perMinute(Pageviews.count("n"))));

  private Decoded decode(String json) {
    return decoder.decode(json.getBytes(StandardCharsets.UTF_8), ARRIVAL);
  }

  private static List<@Nullable Object> values(Decoded decoded) {
    if (decoded instanceof Event event) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        values.add(event.value(i));
      }
      return values;
    }
    throw new AssertionError(decoded);
  }

  @Test
  void readsEveryFieldInTheSchemasOrder() {
    assertThat(values(decode(GOOD)))
        .isEqualTo(
            Arrays.asList(
                "e1", "SW19", 1_700_000_000_000L, null, 3.0, true, new BigDecimal("12.50")));
    assertThat(values(decode(GOOD.replace("\"referrer\":null", "\"referrer\":\"/a\""))))
        .contains("/a");
  }

  @Test
  void fieldsThatTheSchemaDoesNotKnowAreAllowedAndNoted() {
    for (String more : List.of("{\"more\":{\"a\":[1,{}]},", "{\"data\":{\"x\":1},")) {
      String json = GOOD.replace(",\"data\":{\"referrer\":null}", "");
      assertThat(decode(more + json.substring(1)))
          .isInstanceOfSatisfying(
              Event.class,
              event -> {
                assertThat(event.hasUnknownFields()).isTrue();
                assertThat(event.id()).isEqualTo("e1");
              });
    }
  }

  @Test
  void aNullableFieldAndARecordAroundItMayBeMissingOrNull() {
    for (String more : List.of("", ",\"data\":null", ",\"data\":{}", ",\"price\":null")) {
      assertThat(
              values(
                  decode(
                      "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":1%s}".formatted(more))))
          .isEqualTo(Arrays.asList("e", "p", 1L, null, null, null, null));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                                           | not a JSON object",
        "[]                                                           | not a JSON object",
        "{\"event_id\":\"e\",\"postcode\"                             | not valid JSON: Unexpected",
        "<html>                                                       | not valid JSON: Unexpected",
        "{\"event_id\":\"e\",\"timestamp\":1}                         | 'postcode' is missing",
        "{\"event_id\":null,\"postcode\":\"p\",\"timestamp\":1}       | 'event_id' is missing",
        "{\"event_id\":7,\"postcode\":\"p\",\"timestamp\":1}          | 'event_id' must be a string, but is 7",
        "{\"event_id\":\"e\",\"postcode\":{},\"timestamp\":1}         | 'postcode' must be a string, but is an object",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":\"1\"}  | 'timestamp' must be a long, but is \"1\"",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":1.5}    | 'timestamp' must be a long, but is 1.5",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":9223372036854775808} | 'timestamp' is 9223372036854775808, which does not fit in a long",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":253402300800000}     | 'timestamp' must be a time between the years 1 and 9999, but is 253402300800000",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":1,\"seconds\":1e999} | 'seconds' must be a double, but is 1e999",
        "{\"event_id\":\"e\",\"event_id\":\"f\",\"postcode\":\"p\",\"timestamp\":1} | 'event_id' occurs twice",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":1,\"data\":{},\"data\":{}} | 'data' occurs twice",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":1,\"data\":\"x\"} | 'data' must be an object, but is \"x\"",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":1,\"data\":{\"referrer\":1}} | 'data.referrer' must be a string, but is 1",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":1}{}    | more than one JSON value",
        "{\"event_id\":\"e\",\"postcode\":\"a\\u0000b\",\"timestamp\":1} | 'postcode' contains U+0000",
        "{\"event_id\":\"e\",\"postcode\":\"\\ud800\",\"timestamp\":1} | 'postcode' contains U+0000 or half of a surrogate",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":1,\"price\":\"1\"} | 'price' must be a decimal(6,2), but is \"1\"",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":1,\"price\":1.005} | 'price' is 1.005, which does not fit in a decimal(6,2)",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":1,\"price\":10000} | 'price' is 10000, which does not fit in a decimal(6,2)",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":1,\"price\":1e999999999} | 'price' is 1e999999999, which",
        "{\"event_id\":\"e\",\"postcode\":\"p\",\"timestamp\":1,\"price\":1e-999999999} | 'price' is 1e-999999999, which",
      })
  void aRecordThatIsNotAnEventIsMalformedWithItsReason(String json, String reason) {
    assertThat(decode(json))
        .isInstanceOfSatisfying(
            Malformed.class, malformed -> assertThat(malformed.reason()).contains(reason));
  }

  @ParameterizedTest
  @CsvSource({
    "12.5, 12.50",
    "0, 0.00",
    "-0.00, 0.00",
    "0e-999999999, 0.00",
    "1e3, 1000.00",
    "-9999.99, -9999.99",
    "1.500, 1.50",
    "0.01, 0.01",
    "100e-4, 0.01"
  })
  void decimalsAreExactHoweverTheyAreWritten(String written, String value) {
    assertThat(values(decode(GOOD.replace("12.5", written)))).contains(new BigDecimal(value));
  }

  @Test
  void minusZeroIsZero() {
    assertThat(values(decode(GOOD.replace("\"seconds\":3", "\"seconds\":-0.0")))).contains(0.0);
  }

  @Test
  void bytesThatAreNotUtf8AreMalformed() {
    byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
    bytes[GOOD.indexOf("SW19")] = (byte) 0xff;

    assertThat(decoder.decode(bytes, ARRIVAL)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE"})
  void jsonInAnotherEncodingIsMalformed(String encoding) {
    assertThat(decoder.decode(GOOD.getBytes(Charset.forName(encoding)), ARRIVAL))
        .isInstanceOfSatisfying(
            Malformed.class,
            malformed -> assertThat(malformed.reason()).startsWith("not UTF-8: byte 0x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u00ed\u00a0\u0080", "\u00c1\u0081", "\u00f4\u0090\u0080\u0080", "\u00e2\u0082"})
  void bytesThatOnlyResembleUtf8AreMalformedEvenInAFieldThatNobodyKnows(String bytes) {
    String known = GOOD.replace("SW19", bytes);
    String unknown = "{\"more\":[\"" + bytes + "\"]," + GOOD.substring(1);

    assertThat(List.of(known, unknown))
        .allSatisfy(json ->
            assertThat(decoder.decode(json.getBytes(StandardCharsets.ISO_8859_1), ARRIVAL))
                .isEqualTo(
                    new Malformed(
                        "not UTF-8: byte 0x%02X at position %d"
                            .formatted((int) bytes.charAt(0), json.indexOf(bytes)))));
  }

  @Test
  void aByteOrderMarkMayPrecedeTheObject() {
    assertThat(values(decode("\uFEFF" + GOOD))).isEqualTo(values(decode(GOOD)));
    assertThat(decode("\uFEFF\uFEFF" + GOOD)).isInstanceOf(Malformed.class);
  }

  @Test
  void aRecordWithoutValueIsMalformed() {
    assertThat(decoder.decode(null, ARRIVAL)).isEqualTo(new Malformed("the record has no value"));
  }

  @Test
  void idsThatAreTooLongAreMalformedButOtherStringsAreNot() {
    String longText = "x".repeat(EventDecoder.MAX_ID_LENGTH + 1);

    assertThat(decode(GOOD.replace("\"e1\"", '"' + longText + '"'))).isInstanceOf(Malformed.class);
    assertThat(decode(GOOD.replace("SW19", longText))).isInstanceOf(Event.class);
  }

  @Test
  void pairsOfSurrogatesAreText() {
    assertThat(values(decode(GOOD.replace("SW19", "\\ud83c\\udfbe")))).contains("🎾");
  }

  private static EventDecoder withTextTime(Constraint... constraints) {
    return withTextTime(TimeLimit.LARGEST, constraints);
  }

  private static EventDecoder withTextTime(TimeLimit limit, Constraint... constraints) {
    Field time = new Field("at", new FieldType.StringType(), false);
    return new EventDecoder(
        new StreamDefinition(
            "s",
            "t",
            1,
            List.of(Pageviews.ID, time),
            Pageviews.ID,
            time,
            limit,
            Pageviews.ID,
            Optional.empty(),
            List.of(constraints),
            Optional.empty(),
            List.of()));
  }

  private static byte[] at(String time) {
    return "{\"event_id\":\"e\",\"at\":\"%s\"}".formatted(time).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void anEventTimeMayBeText() {
    assertThat(withTextTime().decode(at("2026-11-21T00:05:06+05:30"), ARRIVAL))
        .isInstanceOfSatisfying(
            Event.class,
            event ->
                assertThat(Instant.ofEpochMilli(event.time())).isEqualTo("2026-11-20T18:35:06Z"));
  }

  @Test
  void aTextThatIsNotATimeInTheYears1To9999IsMalformed() {
    assertThat(withTextTime().decode(at("yesterday"), ARRIVAL))
        .isEqualTo(
            new Malformed(
                "field 'at' must be an ISO-8601 time such as 2026-11-21T04:05:06Z, but is \"yesterday\""));
    for (String time : List.of("+10000-01-01T00:00:00Z", "0000-12-31T23:59:59Z")) {
      assertThat(withTextTime().decode(at(time), ARRIVAL))
          .isEqualTo(
              new Malformed(
                  "field 'at' must be a time between the years 1 and 9999, but is \"%s\""
                      .formatted(time)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-11T04:00:00Z, true",
    "2026-11-11T03:59:59.999Z, false",
    "2026-11-21T06:59:59.999Z, true",
    "2026-11-21T07:00:00Z, false",
    "0001-01-01T00:00:00Z, false",
    "9999-12-31T23:59:59Z, false"
  })
  void eventTimeIsAtMostTheLimitAwayFromTheHourOfArrival(String time, boolean within) {
    EventDecoder limited = withTextTime(new TimeLimit(Duration.ofDays(10), Duration.ofHours(2)));

    assertThat(limited.decode(at(time), ARRIVAL))
        .isInstanceOf(within ? Event.class : Malformed.class);
  }

  @Test
  void aTimeBeyondTheLimitIsMalformedWithFieldLimitAndValue() {
    EventDecoder limited = withTextTime(new TimeLimit(Duration.ofDays(10), Duration.ofHours(2)));

    assertThat(limited.decode(at("1970-01-01T00:00:00Z"), ARRIVAL))
        .isEqualTo(
            new Malformed(
                "field 'at' must be at most 10 days before the hour in which the record arrived, but is \"1970-01-01T00:00:00Z\"",
                true));
    assertThat(limited.decode(at("2027-01-01T00:00:00Z"), ARRIVAL))
        .isEqualTo(
            new Malformed(
                "field 'at' must be at most PT2H after the hour in which the record arrived, but is \"2027-01-01T00:00:00Z\"",
                true));
  }

  @Test
  void largestLimitAdmitsEveryTimeInAnyHour() {
    for (String hour : List.of("0001-01-01T00:00:00Z", "9999-12-31T23:00:00Z")) {
      for (String time : List.of("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z")) {
        assertThat(withTextTime().decode(at(time), Hour.parse(hour))).isInstanceOf(Event.class);
      }
    }
  }

  @Test
  void aRecordThatViolatesAConstraintIsMalformed() {
    EventDecoder strict = withTextTime(new Constraint.Regex(Pageviews.ID, "[0-9]+"));

    assertThat(strict.decode(at("2026-11-21T00:05:06Z"), ARRIVAL))
        .isEqualTo(new Malformed("field 'event_id' must match [0-9]+, but is \"e\""));
  }

  @Test
  void aReasonIsOneLineThatEveryFileCanHold() {
    for (String odd : List.of("\\ud800", "\\udc00", "\\u0000", "\\n", "x".repeat(39) + "😀")) {
      assertThat(decode(GOOD.replace("\"mobile\":true", "\"mobile\":\"" + odd + "\"")))
          .isInstanceOfSatisfying(
              Malformed.class,
              malformed ->
                  assertThat(malformed.reason())
                      .startsWith("field 'mobile' must be a boolean, but is \"")
                      .contains("\uFFFD")
                      .doesNotContainPattern("[\\p{Cc}\\p{Cs}]"));
    }
  }
}
