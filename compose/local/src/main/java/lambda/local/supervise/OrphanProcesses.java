package lambda.local.supervise;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The processes that a killed supervisor leaves running.
public final class OrphanProcesses {
  private static final Logger log = LoggerFactory.getLogger(OrphanProcesses.class);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private OrphanProcesses() {}

  /// The processes of the home's last supervisor that still run. Call this only after that
  /// supervisor has ended.
  public static List<ServerStatus> find(Home home) {
    return StackState.read(home).stream()
        .flatMap(state -> state.servers().stream())
        .filter(server -> Processes.find(server.pid(), server.startedAt()).isPresent())
        .toList();
  }

  /// Stops the processes of the home's last supervisor, the last started first. Call this only
  /// after that supervisor has ended.
  ///
  /// @return the processes that it stopped
  public static List<ServerStatus> end(Home home) {
    List<ServerStatus> orphans = find(home);
    for (ServerStatus server : orphans.reversed()) {
      Processes.find(server.pid(), server.startedAt())
          .ifPresent(process -> {
            log.info("{} was left running (pid {}); stopping it", server.title(), server.pid());
            Processes.end(process, server.stopSignal(), LIMIT);
          });
    }
    return orphans;
  }
}
