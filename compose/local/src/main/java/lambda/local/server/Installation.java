package lambda.local.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lambda.core.failure.LambdaException;

/// The built project on this machine: where its parts are, and the JDK that they run on.
///
/// @param root the folder of the checkout
public record Installation(Path root) {
  public Installation {
    root = root.toAbsolutePath().normalize();
  }

  /// The `java` that this process runs on.
  public String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /// The class path that the build wrote for a module, its own jars first.
  ///
  /// @throws LambdaException if the module is not built
  public String classPath(String module) {
    Path target = root.resolve(module).resolve("target");
    try (var jars = Files.list(target)) {
      List<String> own =
          jars.map(Path::toString).filter(file -> file.endsWith(".jar")).sorted().toList();
      String dependencies = Files.readString(target.resolve("classpath")).strip();
      return own.isEmpty()
          ? dependencies
          : String.join(File.pathSeparator, own) + File.pathSeparator + dependencies;
    } catch (IOException e) {
      throw LambdaException.fatal(
          "%s is not built (%s); run ./lambda build".formatted(module, e.getMessage()));
    }
  }

  /// The folder of tools that are fetched or unpacked once for all homes.
  Path tools() {
    return root.resolve(".lambda").resolve("tools");
  }
}
