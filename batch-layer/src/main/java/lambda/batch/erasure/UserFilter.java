package lambda.batch.erasure;

import static lambda.store.Sql.name;
import static lambda.store.Sql.text;

import lambda.batch.archive.ArchiveFile.Kind;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;

/// Which rows of the archive are one user's, as DuckDB conditions. Pure.
final class UserFilter {
  private final Field field;
  private final String user;

  /// @throws LambdaException of category bad input if the stream has no users, or none of that kind
  UserFilter(StreamDefinition stream, String user) {
    this.user = user;
    field =
        stream
            .user()
            .orElseThrow(() ->
                LambdaException.badInput(
                    "stream %s does not say whose its events are; write 'user: FIELD' into streams/%s.yaml"
                        .formatted(stream.name(), stream.name())));
    if (field.type() instanceof FieldType.LongType && !user.matches("-?[0-9]{1,18}")) {
      throw LambdaException.badInput(
          "'user' %s: field '%s' of stream %s is a whole number"
              .formatted(user, field.path(), stream.name()));
    }
  }

  Field field() {
    return field;
  }

  /// A condition that is true of the user's rows, and false of all others.
  String theirs(Kind kind) {
    return switch (kind) {
      case RAW -> "coalesce(%s = %s, false)".formatted(name(field.column()), value());
      case DLQ -> "coalesce(regexp_matches(%s, %s), false)".formatted(readable(), text(pattern()));
    };
  }

  private String value() {
    return field.type() instanceof FieldType.LongType ? user : text(user);
  }

  /// The bytes of a malformed record as text; where they are no UTF-8, with escapes for what is not
  /// ASCII.
  private static String readable() {
    return "coalesce(try(decode(value)), replace(value::varchar, '\\x22', '\"'))";
  }

  /// The field's last name with the user's value behind it, whatever else is wrong with the record.
  private String pattern() {
    String leaf = field.path().substring(field.path().lastIndexOf('.') + 1);
    return "\"%s\"\\s*:\\s*\"?%s(\"|\\s|,|}|$)".formatted(literal(leaf), literal(user));
  }

  private static String literal(String text) {
    return text.replaceAll("([^A-Za-z0-9_ ])", "\\\\$1");
  }
}
