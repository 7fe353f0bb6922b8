package lambda.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FastPathReaderTest {
  private static final List<Field> FIELDS =
      List.of(
          new Field("id", new FieldType.StringType(), false),
          new Field("time", new FieldType.LongType(), true),
          new Field("data.page", new FieldType.StringType(), true),
          new Field("data.price", new FieldType.DecimalType(6, 2), true),
          new Field("share", new FieldType.DoubleType(), true),
          new Field("paid", new FieldType.BooleanType(), true));
  private static final SchemaNode ROOT = SchemaNode.of(FIELDS);

  /// The pieces that cases are made of.
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\\u0041",
          "ä",
          "\u0000",
          "\n",
          " ",
          "-",
          "0",
          "1",
          "9",
          ".",
          "e5",
          "E",
          "+",
          "null",
          "true",
          "false",
          "NaN",
          "\"id\":",
          "\"time\":12,",
          "\"data\":{",
          "\"page\":\"/\"",
          "\"price\":",
          "\"share\":-0.0",
          "\"other\":1,",
          "12345678",
          "9999.99",
          "0.001",
          "1.500");

  private static final String RECORD =
      """
      {"id":"a1","time":1700000000000, "data":{"page":"/x y","price":-12.5}, "share":0.1,"paid":true}\
      """;
  private static final int CASES = 200_000;
  private static final int MAX_CHANGES = 3;

  private final FastPathReader fastPath = new FastPathReader(FIELDS, ROOT, 0);
  private final FullReader full = new FullReader(FIELDS, ROOT, 0);

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RECORD,
        "{}",
        " { \"paid\" : false ,\n\t\"id\" : \"\" }\r\n",
        "{\"data\":null,\"time\":-0,\"share\":12}",
        "{\"data\":{},\"share\":-1.25,\"time\":null}",
        "{\"data\":{\"price\":9999.99}}",
        "{\"data\":{\"price\":0.1,\"page\":null}}",
      })
  void aCommonRecordIsReadAsTheFullReaderReadsIt(String record) {
    assertThat(fastPath.read(utf8(record))).isNotNull();
    assertAlike(record);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"id\":\"\\n\"}",
        "{\"id\":\"ä\"}",
        "{\"id\":\"\n\"}",
        "{\"id\":\"a\",\"id\":\"a\"}",
        "{\"id\":\"a\",\"other\":1}",
        "{\"id\":\"a\",}",
        "{\"id\":1}",
        "{\"id\":\"a\"}}",
        "{\"time\":01}",
        "{\"time\":1.0}",
        "{\"time\":1e3}",
        "{\"time\":-}",
        "{\"time\":9223372036854775807}",
        "{\"share\":1.}",
        "{\"share\":.5}",
        "{\"data\":{\"price\":10000}}",
        "{\"data\":{\"price\":1.005}}",
        "{\"data\":{\"price\":1.500}}",
        "{\"paid\":\"true\"}",
        "{\"paid\":tru",
        "{\"data\":[]}",
      })
  void anythingElseIsLeftToTheFullReader(String record) {
    assertThat(fastPath.read(utf8(record))).isNull();
  }

  @Test
  void whateverItReadsTheFullReaderReadsIdentically() {
    Random random = new Random(42);
    int taken = 0;
    for (int i = 0; i < CASES; i++) {
      StringBuilder record = new StringBuilder(RECORD);
      for (int changes = random.nextInt(MAX_CHANGES) + 1; changes > 0; changes--) {
        change(record, random);
      }
      if (assertAlike(record.toString())) {
        taken++;
      }
    }
    assertThat(taken).isBetween(CASES / 20, CASES / 2);
  }

  /// Removes some characters and inserts others.
  private static void change(StringBuilder record, Random random) {
    int first = random.nextInt(record.length() + 1);
    int end = Math.min(record.length(), first + random.nextInt(8));
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    record.replace(first, random.nextBoolean() ? first : end, random.nextInt(4) == 0 ? "" : piece);
  }

  private static List<@Nullable Object> event(FieldValues values) {
    Event event = new Event(FIELDS, 0, 0, values);
    return IntStream.range(0, FIELDS.size()).<@Nullable Object>mapToObj(event::value).toList();
  }

  /// @return whether the fast path took it
  private boolean assertAlike(String record) {
    FieldValues taken = fastPath.read(utf8(record));
    if (taken == null) {
      return false;
    }
    try {
      FieldValues expected = full.read(utf8(record));
      assertThat(event(taken)).as(record).isEqualTo(event(expected));
      assertThat(taken.hasUnknownFields()).as(record).isEqualTo(expected.hasUnknownFields());
    } catch (MalformedRecordException e) {
      throw new AssertionError(record + ": " + Objects.requireNonNull(e.reason()), e);
    }
    return true;
  }
}
