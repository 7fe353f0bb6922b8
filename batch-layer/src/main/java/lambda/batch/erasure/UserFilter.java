package lambda.batch.erasure;

import static lambda.batch.duckdb.ArchiveColumns.KEY;
import static lambda.batch.duckdb.ArchiveColumns.RECORD_VALUE;
import static lambda.store.Sql.name;
import static lambda.store.Sql.text;

import lambda.batch.archive.ArchiveFile.Kind;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;

/// Finds the rows of one user in the archive, by DuckDB conditions. Pure.
final class UserFilter {
  private final StreamDefinition stream;
  private final Field field;
  private final String user;

  /// @throws LambdaException of category bad input if the stream declares no user field, or the
  ///   user is not a value of its type
  UserFilter(StreamDefinition stream, String user) {
    this.stream = stream;
    field =
        stream
            .user()
            .orElseThrow(() ->
                LambdaException.badInput(
                    "stream %s declares no user field. Add 'user: FIELD' to its YAML"
                        .formatted(stream.name())));
    this.user = field.type() instanceof FieldType.LongType ? number(user) : user;
  }

  private String number(String text) {
    try {
      return Long.toString(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw LambdaException.badInput(
          "'user' is %s, but field '%s' of stream %s is a long"
              .formatted(text, field.path(), stream.name()));
    }
  }

  Field field() {
    return field;
  }

  /// The user as Postgres and DuckDB write it.
  String user() {
    return user;
  }

  /// A condition that is true for the rows of the user and false for all others.
  String condition(Kind kind) {
    return switch (kind) {
      case RAW -> "coalesce(%s = %s, false)".formatted(name(field.column()), value());
      case DLQ -> matches(RECORD_VALUE, property()) + " or " + matches(KEY, key());
    };
  }

  private String value() {
    return field.type() instanceof FieldType.LongType ? user : text(user);
  }

  private static String matches(String column, String pattern) {
    return "coalesce(regexp_matches(hex(%s), %s), false)".formatted(column, text(pattern));
  }

  /// The field's own name followed by the user's value.
  private String property() {
    return ByteSearch.property(field.path().substring(field.path().lastIndexOf('.') + 1), user);
  }

  /// The key of a record is the user's value if it is made of the same field.
  private String key() {
    return stream.key().equals(field) ? ByteSearch.whole(user) + "|" + property() : property();
  }
}
