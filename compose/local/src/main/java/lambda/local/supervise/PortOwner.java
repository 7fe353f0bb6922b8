package lambda.local.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The process that listens on a port, as far as `/proc` shows it.
final class PortOwner {
  private static final String LISTENING = "0A";
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private PortOwner() {}

  /// As text: `a Lambda stack in DIR`, or `pid 4711 (java)`; empty if the system does not show it.
  static Optional<String> of(int port) {
    try {
      Set<String> sockets = sockets(port);
      return ProcessHandle.allProcesses()
          .map(ProcessHandle::pid)
          .filter(pid -> holdsAny(pid, sockets))
          .findFirst()
          .map(pid ->
              stack(pid)
                  .map(home -> "a Lambda stack in " + home)
                  .orElseGet(() -> "pid %d (%s)".formatted(pid, name(pid))));
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static Set<String> sockets(int port) throws IOException {
    String local = ":" + HexFormat.of().withUpperCase().toHexDigits((short) port);
    try (Stream<String> lines =
        TABLES.stream().filter(Files::isReadable).flatMap(PortOwner::lines)) {
      return lines
          .map(line -> line.strip().split("\\s+"))
          .filter(columns -> columns[1].endsWith(local) && columns[3].equals(LISTENING))
          .map(columns -> "socket:[%s]".formatted(columns[9]))
          .collect(Collectors.toSet());
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean holdsAny(long pid, Set<String> sockets) {
    try (Stream<Path> open = Files.list(Path.of("/proc/%d/fd".formatted(pid)))) {
      return open.anyMatch(file -> link(file).filter(sockets::contains).isPresent());
    } catch (IOException | UncheckedIOException e) {
      return false; // it has ended, or belongs to another user
    }
  }

  private static Optional<String> link(Path file) {
    try {
      return Optional.of(Files.readSymbolicLink(file).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// The home of the stack that the process belongs to: its working folder is `HOME/data/NAME`.
  private static Optional<Path> stack(long pid) {
    return link(Path.of("/proc/%d/cwd".formatted(pid)))
        .map(Path::of)
        .flatMap(folder ->
            Stream.iterate(folder, parent -> parent != null, Path::getParent)
                .filter(parent -> Files.exists(new Home(parent).stateFile()))
                .findFirst());
  }

  private static String name(long pid) {
    try {
      return Files.readString(Path.of("/proc/%d/comm".formatted(pid))).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
