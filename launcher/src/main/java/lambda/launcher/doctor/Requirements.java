package lambda.launcher.doctor;

/// Evaluates what was found on a machine. Pure.
public final class Requirements {
  private static final long GIGABYTE = 1L << 30;
  private static final long MEMORY = 4 * GIGABYTE;
  private static final long DISK = 3 * GIGABYTE;
  private static final int JDK = 25;
  private static final int SOUND_UPDATE = 3;

  private Requirements() {}

  public static Finding jdk(Runtime.Version version, String home) {
    String what = "JDK %s at %s".formatted(version, home);
    return version.feature() == JDK && version.interim() == 0 && version.update() < SOUND_UPDATE
        ? Finding.warning(
            what,
            "install 25.0.3 or newer; before that, the G1 collector can corrupt zstd data (JDK-8377811)")
        : Finding.ok(what);
  }

  /// @param system operating system and processor as the JDK names them: `Linux on amd64`
  public static Finding system(String system) {
    return system.equals("Linux on amd64")
        ? Finding.ok(system)
        : Finding.problem(
            system,
            "the embedded servers run on Linux, x86-64; elsewhere use compose/compose.yaml");
  }

  public static Finding memory(long bytes) {
    return enough("memory available", bytes, MEMORY);
  }

  public static Finding disk(long bytes, String folder) {
    return enough("disk free for " + folder, bytes, DISK);
  }

  private static Finding enough(String what, long bytes, long needed) {
    String text = "%d MB %s".formatted(bytes >> 20, what);
    return bytes >= needed
        ? Finding.ok(text)
        : Finding.problem(text, "%d MB is needed".formatted(needed >> 20));
  }
}
