package lambda.local.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// Operating-system processes, identified by pid and start time, since pids are reused.
public final class Processes {
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final char ZOMBIE = 'Z';

  private Processes() {}

  /// The live process with this pid, if it started at that time.
  public static Optional<ProcessHandle> find(long pid, long startedAt) {
    return ProcessHandle.of(pid)
        .filter(Processes::alive)
        .filter(process -> startedAt(process) == startedAt);
  }

  /// Milliseconds since the epoch; 0 if the system does not report it.
  static long startedAt(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /// Resident memory of a process and its descendants, in bytes. Memory that they share, such as
  /// the buffers of Postgres, counts once.
  public static long residentBytes(long pid) {
    Optional<ProcessHandle> root = ProcessHandle.of(pid);
    if (root.isEmpty()) {
      return 0;
    }
    long own = 0;
    long shared = 0;
    for (ProcessHandle process : Stream.concat(root.stream(), root.get().descendants()).toList()) {
      own += statusBytes(process.pid(), "RssAnon:");
      shared =
          Math.max(
              shared,
              statusBytes(process.pid(), "RssFile:") + statusBytes(process.pid(), "RssShmem:"));
    }
    return own + shared;
  }

  /// Resident memory of one process alone, in bytes.
  public static long ownResidentBytes(long pid) {
    return statusBytes(pid, "VmRSS:");
  }

  private static long statusBytes(long pid, String field) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(field))
          .map(line -> line.replaceAll("[^0-9]", ""))
          .mapToLong(kilobytes -> Long.parseLong(kilobytes) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) {
      return 0; // it has ended
    }
  }

  /// Sends a signal by name, as in `TERM` or `INT`.
  static void signal(ProcessHandle process, String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Asks a process to stop and waits. If it does not end in time, kills it and its descendants.
  ///
  /// @return whether it ended without being killed
  static boolean end(ProcessHandle process, String signal, Duration limit) {
    signal(process, signal);
    if (awaitEnd(process, limit)) {
      return true;
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    awaitEnd(process, Duration.ofSeconds(5));
    return false;
  }

  /// Waits until the process has ended.
  ///
  /// @return whether it has
  public static boolean awaitEnd(ProcessHandle process, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (alive(process) && System.nanoTime() < end) {
        Thread.sleep(LOOK_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !alive(process);
  }

  /// A zombie counts as ended: in a container without an init process, it is never reaped.
  private static boolean alive(ProcessHandle process) {
    if (!process.isAlive()) {
      return false;
    }
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != ZOMBIE;
    } catch (IOException e) {
      return process.isAlive(); // there is no /proc, or the process has just ended
    }
  }
}
