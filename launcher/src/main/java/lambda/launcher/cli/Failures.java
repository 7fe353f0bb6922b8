package lambda.launcher.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Reports every failure that a user can act on as one message prefixed `lambda:`. Only bugs show a
/// stack trace.
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final int INTERRUPTED = 130;

  private final BooleanSupplier ending;

  /// @param ending whether the process was told to stop, which then explains any failure
  public Failures(BooleanSupplier ending) {
    this.ending = ending;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .println(
            "lambda: %s; see '%s --help'"
                .formatted(usageError(e), command.getCommandSpec().qualifiedName()));
    return ExitCode.USAGE;
  }

  private static String usageError(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    String message = String.valueOf(e.getMessage());
    ArgSpec argument = e.getArgSpec();
    if (argument != null && argument.type().isEnum() && e.getValue() != null) {
      return "%s '%s' must be %s"
          .formatted(
              name(argument), e.getValue(), String.join(" or ", argument.completionCandidates()));
    }
    if (argument != null && message.startsWith("Invalid value for ")) {
      return name(argument) + " " + message.substring(message.indexOf(": ") + 2);
    }
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String argument = e.getUnmatched().getFirst();
    String what =
        e.isUnknownOption()
            ? "unknown option"
            : e.getCommandLine().getSubcommands().isEmpty()
                ? "unexpected argument"
                : "unknown command";
    List<String> suggestions = e.getSuggestions();
    return "%s '%s'%s"
        .formatted(
            what,
            argument,
            suggestions.isEmpty()
                ? ""
                : " (did you mean '%s'?)".formatted(String.join("' or '", suggestions)));
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (ending.getAsBoolean() || e instanceof InterruptedException) {
      command.getErr().println("lambda: stopped before it was done");
      return INTERRUPTED;
    }
    return switch (e) {
      case LambdaException failure -> {
        command.getErr().println(message(String.valueOf(failure.getMessage())));
        yield failure.category() == Category.BAD_INPUT ? ExitCode.USAGE : ExitCode.SOFTWARE;
      }
      case UncheckedIOException failure -> {
        command.getErr().println("lambda: %s: %s".formatted(failure.getMessage(), cause(failure)));
        yield ExitCode.SOFTWARE;
      }
      default -> {
        command.getErr().println("lambda: this is a bug; please report it with what follows");
        e.printStackTrace(command.getErr());
        yield ExitCode.SOFTWARE;
      }
    };
  }

  private static String cause(UncheckedIOException failure) {
    @Nullable Throwable cause = failure.getCause();
    return cause == null || cause.getClass() == IOException.class
        ? String.valueOf(cause == null ? "" : cause.getMessage())
        : "%s (%s)".formatted(cause.getMessage(), spaced(cause.getClass().getSimpleName()));
  }

  /// `AccessDeniedException` → `access denied`.
  private static String spaced(String exception) {
    return exception
        .replaceAll("Exception$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  /// Lines after the first are indented.
  static String message(String text) {
    return "lambda: " + String.join("\n  ", text.lines().toList());
  }
}
