package lambda.launcher.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A positive whole number.
public final class PositiveConverter implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the same message as for a number that is not positive
    }
    throw new TypeConversionException("'%s' is not a positive whole number".formatted(text));
  }
}
