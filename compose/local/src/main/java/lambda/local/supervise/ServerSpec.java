package lambda.local.supervise;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// How to run one process of the stack.
///
/// @param name unique in the stack; also the name of its log
/// @param title its name for people
/// @param address what a user connects to
/// @param folder its working folder; created before the start
/// @param prepare runs before every start; must be safe to repeat
/// @param stopSignal the signal that stops it cleanly
/// @param startLimit how long it may take until its probe succeeds
/// @param stopLimit how long it may take to end before it is killed
public record ServerSpec(
    String name,
    String title,
    String address,
    Path folder,
    Preparation prepare,
    List<String> command,
    Map<String, String> environment,
    Probe probe,
    String stopSignal,
    Duration startLimit,
    Duration stopLimit) {
  static final String TERMINATE = "TERM";
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  /// Creates the files that the process needs before it starts.
  @FunctionalInterface
  public interface Preparation {
    void run() throws Exception;
  }

  /// A process that stops on SIGTERM, within the usual limits.
  public static ServerSpec of(
      String name,
      String title,
      String address,
      Path folder,
      Preparation prepare,
      List<String> command,
      Map<String, String> environment,
      Probe probe) {
    return new ServerSpec(
        name,
        title,
        address,
        folder,
        prepare,
        command,
        environment,
        probe,
        TERMINATE,
        START_LIMIT,
        STOP_LIMIT);
  }

  /// Its folder for temporary files, emptied before every start: what a killed process left behind,
  /// such as unpacked native libraries, goes with it.
  public Path temporary() {
    return temporary(folder);
  }

  /// The same, for a command line.
  ///
  /// @param folder the working folder
  public static Path temporary(Path folder) {
    return folder.resolve("tmp");
  }

  public ServerSpec stoppedBy(String signal) {
    return new ServerSpec(
        name,
        title,
        address,
        folder,
        prepare,
        command,
        environment,
        probe,
        signal,
        startLimit,
        stopLimit);
  }
}
