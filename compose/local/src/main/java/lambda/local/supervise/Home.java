package lambda.local.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder of one stack: data, logs, and what is running.
public record Home(Path folder) {
  public Home {
    folder = folder.toAbsolutePath().normalize();
  }

  /// The data folder of one process; not made here.
  public Path data(String process) {
    return folder.resolve("data").resolve(process);
  }

  public Path log(String process) {
    return made(folder.resolve("log")).resolve(process + ".log");
  }

  /// What is running, for other commands to read.
  public Path stateFile() {
    return made(folder.resolve("run")).resolve("stack.json");
  }

  /// Held by the one supervisor of this home.
  public Path lockFile() {
    return made(folder.resolve("run")).resolve("lock");
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder, e);
    }
  }
}
