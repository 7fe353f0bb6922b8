package lambda.tests.simulation.schedule;

/// Ends a simulated process where it stands. What it had in memory is lost. An error, so that no
/// code under test handles it.
public final class Crash extends Error {
  public Crash() {
    super("the process died", null, false, false);
  }
}
