package lambda.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lambda.core.config.Settings;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.EventDecoder;
import lambda.core.hour.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectWriterTest {
  private static final Field ID = new Field("id", new FieldType.Text(), false);
  private static final Field TIME = new Field("time", new FieldType.Whole(), false);
  private static final Field NOTE = new Field("note", new FieldType.Text(), true);
  private static final Field PRICE = new Field("data.price", new FieldType.Decimal(18, 2), true);
  private static final Field REAL = new Field("real", new FieldType.Real(), true);
  private static final StreamDefinition STREAM =
      new StreamDefinition(
          "s",
          "t",
          1,
          List.of(ID, TIME, NOTE, PRICE, REAL),
          ID,
          TIME,
          ID,
          Optional.empty(),
          List.of(),
          Optional.empty(),
          List.of());
  private static final OffsetRange RANGE = new OffsetRange(0, 7, 10);

  @TempDir Path work;

  private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
    return new ConsumerRecord<>("t", 0, offset, "key".getBytes(StandardCharsets.UTF_8), value);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Duck duck() {
    return new Duck(BatchConfig.read(new Settings(Map.of("LAMBDA_WORK", work.toString()))));
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

  @Test
  void eventsBecomeColumnsAndKeepTheirTextWhereItSaysMore() throws SQLException {
    String extended = "{\"id\":\"b\",\"time\":2,\"more\":[1]}";
    try (ObjectWriter writer = new ObjectWriter(STREAM, new EventDecoder(STREAM), work)) {
      writer.add(record(7, utf8("{\"id\":\"a\",\"time\":1,\"note\":\"x\\ny\"}")));
      writer.add(record(8, utf8(extended)));

      assertThat(writer.eventCount()).isEqualTo(2);
      assertThat(
              rows(
                  "_partition, _offset, id, time, coalesce(note, '-'), coalesce(_value, '-')",
                  writer.events(duck(), RANGE)))
          .containsExactly("0 7 a 1 x\ny -", "0 8 b 2 - " + extended);
    }
    assertThat(work).isDirectoryNotContaining(path -> path.toString().contains("object"));
  }

  @Test
  void numbersAndTimesSurviveToTheLastDigit() throws SQLException {
    try (ObjectWriter writer = new ObjectWriter(STREAM, new EventDecoder(STREAM), work)) {
      writer.add(
          record(
              7,
              utf8(
                  "{\"id\":\"a\",\"time\":-62135596800000,\"data\":{\"price\":1234567890123456.78},\"real\":4.9e-324}")));
      writer.add(
          record(
              8,
              utf8(
                  "{\"id\":\"b\",\"time\":253402300799999,\"data\":{\"price\":-9999999999999999.99},\"real\":0.1}")));

      assertThat(rows("time, _event_time, data_price, real", writer.events(duck(), RANGE)))
          .containsExactly(
              "-62135596800000 0001-01-01 00:00:00 1234567890123456.78 5e-324",
              "253402300799999 9999-12-31 23:59:59.999 -9999999999999999.99 0.1");
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
            ID,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of());
    try (ObjectWriter writer = new ObjectWriter(older, new EventDecoder(older), work);
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      writer.add(record(7, utf8("{\"id\":\"a\",\"time\":1}")));
      String archived = "read_parquet('%s')".formatted(writer.events(duck(), RANGE));

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
    try (ObjectWriter writer = new ObjectWriter(STREAM, new EventDecoder(STREAM), work)) {
      writer.add(record(7, noText));
      writer.add(record(9, utf8("{\"id\":\"a\"}")));

      assertThat(writer.deadLetterCount()).isEqualTo(2);
      Path parquet = writer.deadLetters(duck(), RANGE);
      assertThat(rows("_offset, hex(value), key::varchar", parquet))
          .containsExactly("7 FF000A key", "9 7B226964223A2261227D key");
      assertThat(rows("reason", parquet)).last().isEqualTo("field 'time' is missing");
      assertThat(Files.exists(parquet)).isTrue();
    }
  }
}
