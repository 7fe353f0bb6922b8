package lambda.local.supervise;

import java.util.Objects;

/// One process as the supervisor sees it.
///
/// @param pid 0 if it is not running
/// @param startedAt start of the process, in milliseconds since the epoch; unique with the pid
/// @param stopSignal the signal that stops it cleanly, such as `TERM`
/// @param deaths how often it has died or could not be started since the supervisor started
/// @param nextStart when it is started again, in milliseconds since the epoch; 0 if it is not down
/// @param problem what was last wrong with it; empty if it is up
public record ServerStatus(
    String name,
    String title,
    ServerState state,
    long pid,
    long startedAt,
    String address,
    String stopSignal,
    int deaths,
    long nextStart,
    String problem) {

  public ServerStatus {
    // The state file of an earlier version has no signal and no problem.
    stopSignal = Objects.requireNonNullElse(stopSignal, ServerSpec.TERMINATE);
    problem = Objects.requireNonNullElse(problem, "");
  }
}
