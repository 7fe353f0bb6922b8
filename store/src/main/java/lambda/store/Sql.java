package lambda.store;

import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Building blocks for SQL over declared columns.
public final class Sql {
  private Sql() {}

  /// A quoted identifier.
  public static String name(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /// A string literal.
  public static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /// Quoted identifiers, separated by commas.
  public static String names(Collection<String> identifiers) {
    return each(identifiers, Sql::name, ", ");
  }

  /// One piece of SQL for each identifier, joined.
  public static String each(
      Collection<String> identifiers, UnaryOperator<String> piece, String separator) {
    return identifiers.stream().map(piece).collect(Collectors.joining(separator));
  }

  /// Both lists, concatenated.
  public static List<String> concat(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
