package lambda.batch.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.TimeLimit;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserFilterTest {
  private static final Field ID = new Field("id", new FieldType.StringType(), false);
  private static final Field TIME = new Field("time", new FieldType.LongType(), false);
  private static final Field USER = new Field("data.user_id", new FieldType.StringType(), true);

  private static StreamDefinition stream(Optional<Field> user) {
    return new StreamDefinition(
        "s",
        "t",
        1,
        List.of(ID, TIME, USER),
        ID,
        TIME,
        TimeLimit.LARGEST,
        USER,
        user,
        List.of(),
        Optional.empty(),
        List.of());
  }

  private static boolean theirs(Field field, String user, byte[] value) throws SQLException {
    return theirs(field, user, "k".getBytes(StandardCharsets.UTF_8), value);
  }

  private static boolean theirs(Field field, String user, byte[] key, byte[] value)
      throws SQLException {
    String condition = new UserFilter(stream(Optional.of(field)), user).condition(Kind.DLQ);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        PreparedStatement statement =
            connection.prepareStatement(
                "select %s from (select ?::blob as key, ?::blob as value)".formatted(condition))) {
      statement.setBytes(1, key);
      statement.setBytes(2, value);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"data\":{\"user_id\":\"u.1\"},\"time\":\"yesterday\"} | true",
        "{\"data\":{\"user_id\" : \"u.1\"                    | true",
        "\"user_id\":\"u.1\"}} and more                      | true",
        "{\"data\":{\"user_id\":\"u.12\"}}                   | false",
        "{\"data\":{\"user_id\":\"uX1\"}}                    | false",
        "{\"data\":{\"other_id\":\"u.1\"}}                   | false",
        "u.1                                               | false",
      })
  void deadLettersBelongToTheUserWhoseIdIsInTheField(String value, boolean expected)
      throws SQLException {
    assertThat(theirs(USER, "u.1", value.getBytes(StandardCharsets.UTF_8))).isEqualTo(expected);
  }

  @Test
  void deadLettersThatAreNotUtf8AreSearchedToo() throws SQLException {
    byte[] value = "{\"user_id\":\"u.1\",\"x\":\"?\"}".getBytes(StandardCharsets.UTF_8);
    value[value.length - 3] = (byte) 0xff;

    assertThat(theirs(USER, "u.1", value)).isTrue();
    assertThat(theirs(USER, "u.2", value)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"user_id\":\"Zoë 🎾\"}",
        "{\"user_id\":\"Zo\\u00eb \\uD83C\\udfbe\"}",
        "{\"user_id\":\"\\u005ao\\u00EB 🎾\"",
        "{\"\\u0075ser_id\" : \"Zoë\\u0020🎾\"}"
      })
  void anyCharacterMayBeEscaped(String value) throws SQLException {
    for (Charset charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
      assertThat(theirs(USER, "Zoë 🎾", value.getBytes(charset))).as("%s", charset).isTrue();
      assertThat(theirs(USER, "Zoe 🎾", value.getBytes(charset))).as("%s", charset).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a\"b | {\"user_id\":\"a\\\"b\"}",
        "a\\b | {\"user_id\":\"a\\\\b\"}",
        "a/b | {\"user_id\":\"a\\/b\"}",
        ".*  | {\"user_id\":\".*\"}"
      })
  void anyCharacterMayBePartOfTheId(String user, String value) throws SQLException {
    assertThat(theirs(USER, user, value.getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThat(theirs(USER, "x" + user, value.getBytes(StandardCharsets.UTF_8))).isFalse();
  }

  @Test
  void controlCharacterMayBePartOfTheId() throws SQLException {
    byte[] value = "{\"user_id\":\"a\\tb\"}".getBytes(StandardCharsets.UTF_8);

    assertThat(theirs(USER, "a\tb", value)).isTrue();
    assertThat(theirs(USER, "atb", value)).isFalse();
  }

  @Test
  void recordWhoseKeyIsTheUserBelongsToTheUser() throws SQLException {
    byte[] value = "garbage".getBytes(StandardCharsets.UTF_8);

    assertThat(theirs(USER, "u.1", "u.1".getBytes(StandardCharsets.UTF_8), value)).isTrue();
    assertThat(theirs(USER, "u.1", "\"u.1\"".getBytes(StandardCharsets.UTF_8), value)).isTrue();
    assertThat(theirs(USER, "u.1", "u.12".getBytes(StandardCharsets.UTF_8), value)).isFalse();
    assertThat(theirs(TIME, "47", "47".getBytes(StandardCharsets.UTF_8), value))
        .as("the key is another field")
        .isFalse();
  }

  @Test
  void hexDigitsOfTwoBytesAreNotTakenForOne() throws SQLException {
    assertThat(theirs(USER, "u", new byte[] {0x07, 0x50}, new byte[] {0x07, 0x50})).isFalse();
  }

  @Test
  void largestNumberIsAUser() throws SQLException {
    byte[] value = "{\"time\":9223372036854775807".getBytes(StandardCharsets.UTF_8);

    assertThat(theirs(TIME, "9223372036854775807", value)).isTrue();
    assertThat(theirs(TIME, "-9223372036854775808", value)).isFalse();
  }

  @Test
  void numbersHaveNoQuotes() throws SQLException {
    byte[] value = "{\"time\":47,\"id\":".getBytes(StandardCharsets.UTF_8);

    assertThat(theirs(TIME, "47", value)).isTrue();
    assertThat(theirs(TIME, "4", value)).isFalse();
  }

  @Test
  void aStreamWithoutUsersAndAUserOfAnotherTypeAreRefused() {
    assertThatThrownBy(() -> new UserFilter(stream(Optional.empty()), "u"))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("Add 'user: FIELD' to its YAML");
    assertThatThrownBy(() -> new UserFilter(stream(Optional.of(TIME)), "1 or true"))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("is a long");
  }
}
