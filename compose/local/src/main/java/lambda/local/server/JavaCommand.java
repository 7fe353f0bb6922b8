package lambda.local.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lambda.local.supervise.ServerSpec;

/// The command line of a child JVM: a bounded heap, the collector with the smallest footprint, and
/// a class-data archive that the JVM writes itself, so that later starts are quick.
public final class JavaCommand {
  /// Access to JVM internals that the libraries need.
  public static final List<String> ACCESS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-opens=java.base/java.nio=ALL-UNNAMED");

  private JavaCommand() {}

  /// Keeps a JVM's temporary files, such as unpacked native libraries, in the process's own folder.
  ///
  /// @param folder the working folder of a [ServerSpec]
  public static String temporaryFiles(Path folder) {
    return "-Djava.io.tmpdir=" + ServerSpec.temporary(folder);
  }

  /// @param name of the process; its class-data archive is kept under this name
  public static List<String> of(
      Installation installation,
      String name,
      int heapMegabytes,
      List<String> options,
      String classPath,
      String mainClass,
      List<String> arguments) {
    Path archives = installation.tools().resolve("class-data");
    if (!archives.toFile().isDirectory() && !archives.toFile().mkdirs()) {
      throw new IllegalStateException("cannot create " + archives);
    }
    List<String> command = new ArrayList<>();
    command.add(installation.java());
    command.add("-Xms" + Math.min(64, heapMegabytes) + "m");
    command.add("-Xmx" + heapMegabytes + "m");
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + archives.resolve(name + ".jsa"),
            "-Xlog:cds=off",
            "-Xlog:cds+dynamic=off",
            "-Xshare:auto",
            "-Duser.timezone=UTC"));
    command.addAll(ACCESS);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(arguments);
    return List.copyOf(command);
  }
}
