package lambda.launcher.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A whole number from 1 up.
public final class PositiveConverter implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the same answer as for one that is not positive
    }
    throw new TypeConversionException("'%s' is not a whole number from 1 up".formatted(text));
  }
}
