package lambda.launcher.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A positive duration, written `10s`, `5m`, `3h`, `1h30m` or in ISO-8601.
public final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    try {
      Duration duration = Duration.parse(upper.startsWith("P") ? upper : "PT" + upper);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // the same message as for a duration that is not positive
    }
    throw new TypeConversionException(
        "'%s' is not a positive duration; write 10s, 5m, 3h or PT1H30M".formatted(text));
  }
}
