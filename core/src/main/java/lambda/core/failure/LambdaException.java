package lambda.core.failure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A failure with a [Category] and a message that says what is wrong, where, and how to fix it.
public final class LambdaException extends RuntimeException {
  private final Category category;
  private final @Nullable Duration retryAfter;

  private LambdaException(
      Category category, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
    super(message, cause);
    this.category = category;
    this.retryAfter = retryAfter;
  }

  public static LambdaException retry(String message, Throwable cause) {
    return new LambdaException(Category.RETRY, message, cause, null);
  }

  public static LambdaException retryAfter(Duration delay, String message) {
    return new LambdaException(Category.RETRY, message, null, delay);
  }

  public static LambdaException badInput(String message) {
    return new LambdaException(Category.BAD_INPUT, message, null, null);
  }

  /// @param errors at least one; several are listed under a heading
  /// @param where what the errors are in, for the heading
  public static LambdaException badInput(List<String> errors, String where) {
    return badInput(
        errors.size() == 1
            ? errors.getFirst()
            : "%d errors in %s:\n%s".formatted(errors.size(), where, String.join("\n", errors)));
  }

  public static LambdaException fatal(String message) {
    return new LambdaException(Category.FATAL, message, null, null);
  }

  public Category category() {
    return category;
  }

  /// The earliest time that a retry makes sense, if known.
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
