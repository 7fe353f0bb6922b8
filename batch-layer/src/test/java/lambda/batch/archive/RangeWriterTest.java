package lambda.batch.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lambda.batch.compute.ViewSql;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.duckdb.LocalDuckDb;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.TimeLimit;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeWriterTest {
  private static final Field ID = new Field("id", new FieldType.StringType(), false);
  private static final Field TIME = new Field("time", new FieldType.LongType(), false);
  private static final Field NOTE = new Field("note", new FieldType.StringType(), true);
  private static final Field PRICE =
      new Field("data.price", new FieldType.DecimalType(18, 2), true);
  private static final Field REAL = new Field("real", new FieldType.DoubleType(), true);
  private static final Field PAID = new Field("paid", new FieldType.BooleanType(), true);
  private static final StreamDefinition STREAM =
      new StreamDefinition(
          "s",
          "t",
          1,
          List.of(ID, TIME, NOTE, PRICE, REAL, PAID),
          ID,
          TIME,
          TimeLimit.LARGEST,
          ID,
          Optional.empty(),
          List.of(),
          Optional.empty(),
          List.of());
  private static final Hour HOUR = Hour.parse("2026-11-21T04:00:00Z");
  private static final OffsetRange RANGE = new OffsetRange(0, 7, 10);

  @TempDir Path work;
  private DuckDb duck;

  private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
    return new ConsumerRecord<>("t", 0, offset, "key".getBytes(StandardCharsets.UTF_8), value);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @BeforeEach
  void start() {
    duck = LocalDuckDb.in(work, "1GB");
  }

  @AfterEach
  void stop() {
    duck.close(); // fails if memory is still held
  }

  private static List<String> rows(String columns, Path parquet) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select concat_ws(' ', %s) from read_parquet('%s') order by _offset"
                    .formatted(columns, parquet))) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.getString(1));
      }
      return all;
    }
  }

  private RangeWriter writer(StreamDefinition stream) {
    return new RangeWriter(stream, duck, work);
  }

  private static OffsetRange write(
      RangeWriter writer, List<ConsumerRecord<byte[], byte[]>> records) {
    return writer.write(HOUR, RANGE, records.iterator(), Long.MAX_VALUE);
  }

  @Test
  void eventsBecomeColumnsAndKeepTheirTextIfItSaysMore() throws SQLException {
    String extended = "{\"id\":\"b\",\"time\":2,\"more\":[1]}";
    try (RangeWriter writer = writer(STREAM)) {
      OffsetRange read =
          write(
              writer,
              List.of(
                  record(7, utf8("{\"id\":\"a\",\"time\":1,\"note\":\"x\\ny\"}")),
                  record(8, utf8(extended))));

      assertThat(read).isEqualTo(RANGE);
      assertThat(writer.eventCount()).isEqualTo(2);
      assertThat(
              rows(
                  "_partition, _offset, id, time, coalesce(note, '-'), coalesce(_value, '-')",
                  writer.events()))
          .containsExactly("0 7 a 1 x\ny -", "0 8 b 2 - " + extended);
    }
    assertThat(work).isDirectoryNotContaining(path -> path.toString().contains("object"));
  }

  @Test
  void valuesSurviveToTheLastDigit() throws SQLException {
    try (RangeWriter writer = writer(STREAM)) {
      write(
          writer,
          List.of(
              record(
                  7,
                  utf8(
                      "{\"id\":\"ä😀\",\"time\":-62135596800000,\"data\":{\"price\":1234567890123456.78},\"real\":4.9e-324,\"paid\":true}")),
              record(
                  8,
                  utf8(
                      "{\"id\":\"\",\"time\":253402300799999,\"data\":{\"price\":-9999999999999999.99},\"real\":0.1,\"paid\":false}")),
              record(9, utf8("{\"id\":\"c\",\"time\":0}"))));

      assertThat(rows("id, time, _event_time, data_price, real, paid", writer.events()))
          .containsExactly(
              "ä😀 -62135596800000 0001-01-01 00:00:00 1234567890123456.78 5e-324 true",
              " 253402300799999 9999-12-31 23:59:59.999 -9999999999999999.99 0.1 false",
              "c 0 1970-01-01 00:00:00");
    }
  }

  @Test
  void manyBatchesMakeOneFileAndNoMemoryIsHeld() throws SQLException {
    int count = 100_000;
    try (RangeWriter writer = writer(STREAM)) {
      OffsetRange read =
          writer.write(
              HOUR,
              new OffsetRange(0, 0, count + 1),
              IntStream.range(0, count)
                  .mapToObj(i -> record(i, utf8("{\"id\":\"%d\",\"time\":%d}".formatted(i, i))))
                  .iterator(),
              Long.MAX_VALUE);

      assertThat(read.next()).isEqualTo(count + 1);
      assertThat(writer.eventCount()).isEqualTo(count);
      assertThat(
              rows("_offset", writer.events()).stream().mapToLong(Long::parseLong).distinct().sum())
          .isEqualTo((long) count * (count - 1) / 2);
    }
  }

  @Test
  void anObjectEndsWithTheRecordThatIsEnough() {
    byte[] event = utf8("{\"id\":\"a\",\"time\":1}");
    try (RangeWriter writer = writer(STREAM)) {
      OffsetRange read =
          writer.write(
              HOUR,
              RANGE,
              List.of(record(7, event), record(8, event), record(9, event)).iterator(),
              event.length + 1);

      assertThat(read).isEqualTo(new OffsetRange(0, 7, 9));
      assertThat(writer.eventCount()).isEqualTo(2);
    }
  }

  @Test
  void aFailureToReadRecordsReachesTheCaller() {
    LambdaException silent = LambdaException.retry("Kafka is silent", new IOException("gone"));
    Iterator<ConsumerRecord<byte[], byte[]>> breaking =
        Stream.of(1, 2)
            .map(i -> {
              if (i == 2) {
                throw silent;
              }
              return record(i, utf8("{\"id\":\"a\",\"time\":1}"));
            })
            .iterator();
    try (RangeWriter writer = writer(STREAM)) {
      assertThatThrownBy(() -> writer.write(HOUR, RANGE, breaking, Long.MAX_VALUE))
          .isSameAs(silent);
    }
  }

  @Test
  void aColumnThatANewerSchemaAddedIsNullInOlderObjects() throws SQLException {
    StreamDefinition older =
        new StreamDefinition(
            "s",
            "t",
            1,
            List.of(ID, TIME),
            ID,
            TIME,
            TimeLimit.LARGEST,
            ID,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of());
    try (RangeWriter writer = writer(older);
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      write(writer, List.of(record(7, utf8("{\"id\":\"a\",\"time\":1}"))));
      String archived = "read_parquet('%s')".formatted(writer.events());

      ResultSet row =
          statement.executeQuery(
              "select id, note, data_price from " + ViewSql.events(STREAM, archived));
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("a");
      assertThat(row.getObject(2)).isNull();
      assertThat(row.getObject(3)).isNull();
    }
  }

  @Test
  void malformedRecordsKeepTheirBytesAndTheirReason() throws SQLException {
    byte[] noText = {(byte) 0xff, 0, 10};
    try (RangeWriter writer = writer(STREAM)) {
      write(writer, List.of(record(7, noText), record(9, utf8("{\"id\":\"a\"}"))));

      assertThat(writer.eventCount()).isZero();
      assertThat(writer.deadLetterCount()).isEqualTo(2);
      Path parquet = writer.deadLetters(RANGE);
      assertThat(rows("_offset, hex(value), key::varchar", parquet))
          .containsExactly("7 FF000A key", "9 7B226964223A2261227D key");
      assertThat(rows("reason", parquet)).last().isEqualTo("field 'time' is missing");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"a\",\"time\":1,\"paid\":\"\\ud800\"}",
        "{\"id\":\"a\",\"time\":1,\"paid\":\"\\udc00\"}",
        "{\"id\":\"a\",\"time\":1,\"paid\":\"\\u0000\"}",
        "{\"id\":\"a\",\"time\":1,\"paid\":\"012345678901234567890123456789012345678😀\"}",
        "{\uD836\uDC00",
        "\uD836\uDC00"
      })
  void aReasonThatQuotesOddCharactersIsStored(String json) throws SQLException {
    try (RangeWriter writer = writer(STREAM)) {
      write(writer, List.of(record(7, utf8(json)), record(8, utf8("{}"))));

      assertThat(rows("_offset", writer.deadLetters(RANGE))).containsExactly("7", "8");
    }
  }

  static List<byte[]> recordsThatAreNotUtf8() {
    String json = "{\"id\":\"a\",\"time\":1,\"more\":\"%s\"}";
    return Stream.of(
            Stream.of("\u00ed\u00a0\u0080", "\u00c0\u0080", "\u00f4\u0090\u0080\u0080")
                .map(bytes -> json.formatted(bytes).getBytes(StandardCharsets.ISO_8859_1)),
            Stream.of(
                    StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, StandardCharsets.UTF_32BE)
                .map(json.formatted("\u00ff")::getBytes))
        .flatMap(all -> all)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("recordsThatAreNotUtf8")
  void aRecordThatIsNotUtf8IsKeptByteForByte(byte[] record) throws SQLException {
    try (RangeWriter writer = writer(STREAM)) {
      write(writer, List.of(record(7, record)));

      assertThat(rows("_offset, hex(value), left(reason, 9)", writer.deadLetters(RANGE)))
          .containsExactly("7 " + HexFormat.of().withUpperCase().formatHex(record) + " not UTF-8");
    }
  }

  @Test
  void recordsLargerThanAnyBatchAreArchived() throws SQLException {
    int large = 20 << 20;
    byte[] deadLetter = new byte[large];
    byte[] event = utf8("{\"id\":\"a\",\"time\":1,\"more\":[\"" + "x".repeat(large) + "\",\"y\"]}");
    try (RangeWriter writer = writer(STREAM)) {
      write(writer, List.of(record(7, deadLetter), record(8, event), record(9, deadLetter)));

      assertThat(rows("_offset, octet_length(value)", writer.deadLetters(RANGE)))
          .containsExactly("7 " + large, "9 " + large);
      assertThat(rows("_offset, strlen(_value)", writer.events()))
          .containsExactly("8 " + event.length);
    }
  }

  @Test
  void aDeadLetterWithoutKeyAndValueHasNeither() throws SQLException {
    try (RangeWriter writer = writer(STREAM)) {
      write(writer, List.of(new ConsumerRecord<>("t", 0, 7, null, null)));

      assertThat(rows("key is null, value is null", writer.deadLetters(RANGE)))
          .containsExactly("true true");
    }
  }
}
