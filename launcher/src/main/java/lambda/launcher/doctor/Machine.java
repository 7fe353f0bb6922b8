package lambda.launcher.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import lambda.local.server.NativeTools;

/// Inspects this machine.
public final class Machine {
  private static final Path MEMORY = Path.of("/proc/meminfo");

  private Machine() {}

  public static Finding program(String name, String why) {
    return NativeTools.onPath(name)
        .map(path -> Finding.ok(name + " at " + path))
        .orElseGet(() -> Finding.problem(name, "is not on the PATH; " + why));
  }

  /// Python's pip, which fetches the native tools.
  public static Finding pip() throws InterruptedException {
    try {
      Process pip =
          new ProcessBuilder(List.of("python3", "-m", "pip", "--version"))
              .redirectErrorStream(true)
              .start();
      String output = new String(pip.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return pip.waitFor() == 0
          ? Finding.ok(output.strip())
          : Finding.problem(
              "'python3 -m pip' fails",
              "%s; install pip (Debian: python3-pip)".formatted(output.strip()));
    } catch (IOException e) {
      return Finding.problem("pip", "python3 cannot be run, so pip cannot either");
    }
  }

  /// In bytes; 0 if the system does not report it.
  public static long memoryAvailable() throws IOException {
    if (!Files.exists(MEMORY)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(MEMORY)) {
      return lines
          .filter(line -> line.startsWith("MemAvailable"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .sum();
    }
  }

  /// In bytes, on the disk that a folder is or will be on.
  public static long diskFree(Path folder) throws IOException {
    Path existing =
        Stream.iterate(Optional.of(folder), Optional::isPresent, path -> path.map(Path::getParent))
            .flatMap(Optional::stream)
            .filter(Files::exists)
            .findFirst()
            .orElseGet(() -> Objects.requireNonNull(folder.getRoot()));
    return Files.getFileStore(existing).getUsableSpace();
  }
}
