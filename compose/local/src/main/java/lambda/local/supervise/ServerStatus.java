package lambda.local.supervise;

import java.util.Objects;

/// One process as the supervisor sees it.
///
/// @param pid 0 if it is not running
/// @param startedAt start of the process, in milliseconds since the epoch; unique with the pid
/// @param stopSignal the signal that stops it cleanly, such as `TERM`
public record ServerStatus(
    String name,
    String title,
    ServerState state,
    long pid,
    long startedAt,
    String address,
    String stopSignal) {

  public ServerStatus {
    // The state file of an earlier version has no signal.
    stopSignal = Objects.requireNonNullElse(stopSignal, ServerSpec.TERMINATE);
  }
}
