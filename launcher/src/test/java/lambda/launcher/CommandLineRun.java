package lambda.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/// A command line run in this process.
///
/// @param out what picocli printed, such as help
/// @param err the messages
public record CommandLineRun(int status, String out, String err) {

  public static CommandLineRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Lambda.commandLine(() -> false)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int status = line.execute(arguments);
    return new CommandLineRun(status, out.toString(), err.toString());
  }

  /// @param line its arguments, separated by spaces
  public static CommandLineRun ofLine(String line) {
    return of(List.of(line.split(" ")).toArray(String[]::new));
  }
}
