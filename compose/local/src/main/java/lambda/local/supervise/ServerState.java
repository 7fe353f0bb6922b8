package lambda.local.supervise;

/// The state of a process of the stack.
public enum ServerState {
  STARTING,
  UP,
  /// Alive, but its probe fails.
  UNHEALTHY,
  /// It died and is being restarted.
  RESTARTING,
  /// It died too often and is not restarted.
  FAILED,
  STOPPED
}
