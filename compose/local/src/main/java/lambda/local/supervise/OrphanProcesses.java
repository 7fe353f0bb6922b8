package lambda.local.supervise;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The processes that a killed supervisor leaves running.
public final class OrphanProcesses {
  private static final Logger log = LoggerFactory.getLogger(OrphanProcesses.class);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private OrphanProcesses() {}

  /// Ends the processes of the home's last supervisor, the last started first. Call this only after
  /// that supervisor has ended.
  ///
  /// @return the processes that it ended
  public static List<ServerStatus> end(Home home) {
    List<ServerStatus> ended = new ArrayList<>();
    for (ServerStatus server :
        StackState.read(home).map(StackState::servers).orElse(List.of()).reversed()) {
      Processes.find(server.pid(), server.startedAt())
          .ifPresent(process -> {
            log.info("{} was left running (pid {}); ending it", server.title(), server.pid());
            Processes.end(process, server.stopSignal(), LIMIT);
            ended.add(server);
          });
    }
    return List.copyOf(ended);
  }
}
