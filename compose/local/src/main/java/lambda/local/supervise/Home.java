package lambda.local.supervise;

import java.nio.file.Path;

/// The folder of one stack: its data, its logs, and a record of what is running. It only names
/// paths; the writers create the folders.
public record Home(Path folder) {
  public Home {
    folder = folder.toAbsolutePath().normalize();
  }

  /// The data folder of one process.
  public Path data(String process) {
    return folder.resolve("data").resolve(process);
  }

  /// The log of one process.
  public Path log(String process) {
    return folder.resolve("log").resolve(process + ".log");
  }

  /// The record of what is running, for other commands to read. It marks the folder as a stack's.
  public Path stateFile() {
    return folder.resolve("run").resolve("stack.json");
  }

  /// Held by the one supervisor of this home.
  Path lockFile() {
    return folder.resolve("run").resolve("lock");
  }
}
