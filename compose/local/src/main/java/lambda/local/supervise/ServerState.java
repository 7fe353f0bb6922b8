package lambda.local.supervise;

/// The state of a process of the stack.
public enum ServerState {
  STARTING,
  UP,
  /// Alive, but its probe fails.
  UNHEALTHY,
  /// It died and is being restarted, or waits for its next start.
  RESTARTING,
  /// It never came up and is not started again.
  FAILED,
  STOPPED
}
