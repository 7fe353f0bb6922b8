package lambda.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class FailuresTest {
  private final StringWriter err = new StringWriter();
  private boolean ending;

  private int report(Exception failure) {
    CommandLine command = new CommandLine(CommandSpec.create()).setErr(new PrintWriter(err, true));
    return new Failures(() -> ending)
        .handleExecutionException(failure, command, command.parseArgs());
  }

  @Test
  void wrongRequestIsOneMessageAndStatusTwo() {
    assertThat(report(LambdaException.badInput("no such view"))).isEqualTo(2);
    assertThat(err).hasToString("lambda: no such view\n");
  }

  @Test
  void severalErrorsAreIndentedBelowTheirHeading() {
    report(LambdaException.badInput(List.of("a is wrong", "b is wrong"), "the settings"));

    assertThat(err).hasToString("lambda: 2 errors in the settings:\n  a is wrong\n  b is wrong\n");
  }

  @Test
  void failureOutsideTheProgramIsOneMessageAndStatusOne() {
    assertThat(report(LambdaException.fatal("records are lost"))).isEqualTo(1);
    assertThat(err).hasToString("lambda: records are lost\n");
  }

  @Test
  void failureOfAFileIsReportedInPlainWords() {
    assertThat(
            report(
                new UncheckedIOException("cannot write x", new AccessDeniedException("/proc/x"))))
        .isEqualTo(1);
    report(new UncheckedIOException("cannot read y", new IOException("it is gone")));

    assertThat(err)
        .hasToString(
            "lambda: cannot write x: /proc/x (access denied)\nlambda: cannot read y: it is gone\n");
  }

  @Test
  void bugShowsItsStackTrace() {
    assertThat(report(new IllegalStateException("never"))).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("lambda: this is a bug")
        .contains("java.lang.IllegalStateException: never", "FailuresTest");
  }

  @Test
  void failureWhileTheProcessStopsIsNotReportedAsABug() {
    ending = true;

    assertThat(report(new IllegalStateException("connection closed"))).isEqualTo(130);
    assertThat(err).hasToString("lambda: stopped before it was done\n");
  }
}
