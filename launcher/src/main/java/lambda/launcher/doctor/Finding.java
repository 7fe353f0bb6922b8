package lambda.launcher.doctor;

/// The result of one check.
///
/// @param remedy what to do; empty if nothing is wrong
public record Finding(Level level, String what, String remedy) {
  /// How serious a finding is.
  public enum Level {
    OK("✓"),
    /// The stack runs, but the user should know.
    WARNING("!"),
    /// The stack cannot run.
    PROBLEM("✗");

    private final String mark;

    Level(String mark) {
      this.mark = mark;
    }
  }

  public static Finding ok(String what) {
    return new Finding(Level.OK, what, "");
  }

  public static Finding warning(String what, String remedy) {
    return new Finding(Level.WARNING, what, remedy);
  }

  public static Finding problem(String what, String remedy) {
    return new Finding(Level.PROBLEM, what, remedy);
  }

  public String line() {
    return "  %s %s%s".formatted(level.mark, what, remedy.isEmpty() ? "" : ": " + remedy);
  }
}
