package lambda.tests.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lambda.local.server.Installation;
import lambda.local.server.JavaCommand;

/// The front command as users call it: a separate process, from the built jars.
public final class Cli {
  private final Installation installation;
  private final Map<String, String> environment;

  /// How a command ended, and its output.
  public record Result(int status, String out, String err) {
    public JsonNode json() {
      try {
        return JsonMapper.builder().build().readTree(out);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + out + err, e);
      }
    }
  }

  /// @param environment added to that of the process
  public Cli(Installation installation, Map<String, String> environment) {
    this.installation = installation;
    this.environment = environment;
  }

  public Result run(String... arguments) {
    return run(List.of(arguments));
  }

  public Result run(List<String> arguments) {
    try {
      Path err = Files.createTempFile("cli", ".err");
      Process process = start(arguments, err);
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      Result result = new Result(status, out, Files.readString(err));
      Files.delete(err);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Starts a command and lets it run; its errors go to a file.
  public Process start(List<String> arguments, Path err) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                // The background jobs of a shell ignore Ctrl-C, and their children would, too.
                "--default-signal=INT",
                installation.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m"));
    command.addAll(JavaCommand.ACCESS);
    command.addAll(
        List.of(
            "-Dlambda.root=" + installation.root(),
            "-cp",
            installation.classPath("launcher"),
            "lambda.launcher.Lambda"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }
}
