package lambda.batch.erasure;

import static lambda.store.Sql.name;
import static lambda.store.Sql.text;

import lambda.batch.archive.ArchiveFile.Kind;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;

/// Finds the rows of one user in the archive, by DuckDB conditions. Pure.
final class UserFilter {
  private final Field field;
  private final String user;

  /// @throws LambdaException of category bad input if the stream declares no user field, or the
  ///   user is not a value of its type
  UserFilter(StreamDefinition stream, String user) {
    this.user = user;
    field =
        stream
            .user()
            .orElseThrow(() ->
                LambdaException.badInput(
                    "stream %s declares no user field. Add 'user: FIELD' to streams/%s.yaml"
                        .formatted(stream.name(), stream.name())));
    if (field.type() instanceof FieldType.LongType && !user.matches("-?[0-9]{1,18}")) {
      throw LambdaException.badInput(
          "'user' is %s, but field '%s' of stream %s is a long"
              .formatted(user, field.path(), stream.name()));
    }
  }

  Field field() {
    return field;
  }

  /// A condition that is true for the rows of the user and false for all others.
  String condition(Kind kind) {
    return switch (kind) {
      case RAW -> "coalesce(%s = %s, false)".formatted(name(field.column()), value());
      case DLQ -> "coalesce(regexp_matches(%s, %s), false)".formatted(readable(), text(pattern()));
    };
  }

  private String value() {
    return field.type() instanceof FieldType.LongType ? user : text(user);
  }

  /// The bytes of a malformed record as text. Bytes that are not UTF-8 are escaped.
  private static String readable() {
    return "coalesce(try(decode(value)), replace(value::varchar, '\\x22', '\"'))";
  }

  /// The field's own name followed by the user's value, whatever else is wrong with the record.
  private String pattern() {
    String leaf = field.path().substring(field.path().lastIndexOf('.') + 1);
    return "\"%s\"\\s*:\\s*\"?%s(\"|\\s|,|}|$)".formatted(literal(leaf), literal(user));
  }

  private static String literal(String text) {
    return text.replaceAll("([^A-Za-z0-9_ ])", "\\\\$1");
  }
}
