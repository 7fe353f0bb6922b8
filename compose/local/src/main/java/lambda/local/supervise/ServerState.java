package lambda.local.supervise;

/// Where a process of the stack is in its life.
public enum ServerState {
  STARTING,
  UP,
  /// Alive, but its probe is not content.
  UNHEALTHY,
  /// It died and is being started again.
  RESTARTING,
  /// It died too often; nobody starts it again.
  FAILED,
  STOPPED
}
