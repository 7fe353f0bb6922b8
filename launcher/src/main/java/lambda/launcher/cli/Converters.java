package lambda.launcher.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Converts option values, so that an error message is in the user's terms and names no Java type.
public final class Converters {
  private Converters() {}

  public static CommandLine register(CommandLine command) {
    return command
        .registerConverter(Duration.class, new DurationConverter())
        .registerConverter(Instant.class, Converters::instant)
        .registerConverter(Integer.class, number("a whole number", Integer::valueOf))
        .registerConverter(int.class, number("a whole number", Integer::valueOf))
        .registerConverter(Long.class, number("a whole number", Long::valueOf))
        .registerConverter(long.class, number("a whole number", Long::valueOf))
        .registerConverter(Double.class, number("a number", Double::valueOf))
        .registerConverter(double.class, number("a number", Double::valueOf));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "'%s' is not a time; write it as 2026-11-21T04:00:00Z".formatted(text));
    }
  }

  private static <T> ITypeConverter<T> number(String wanted, Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'%s' is not %s".formatted(text, wanted));
      }
    };
  }
}
