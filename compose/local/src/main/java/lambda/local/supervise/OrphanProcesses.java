package lambda.local.supervise;

import java.time.Duration;
import java.util.Optional;
import lambda.local.server.PostgresServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a supervisor leaves running when it is killed.
public final class OrphanProcesses {
  private static final Logger log = LoggerFactory.getLogger(OrphanProcesses.class);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private OrphanProcesses() {}

  /// Ends the processes of the home's last supervisor, the last started first. To be called only
  /// while that supervisor is not alive.
  public static void end(Home home) {
    Optional<StackState> last = StackState.read(home);
    if (last.isEmpty()) {
      return;
    }
    for (ServerStatus server : last.get().servers().reversed()) {
      Processes.find(server.pid(), server.startedAt())
          .ifPresent(process -> {
            log.info("{} was left running (pid {}); ending it", server.title(), server.pid());
            String signal = server.name().equals(PostgresServer.NAME) ? "INT" : "TERM";
            Processes.end(process, signal, LIMIT);
          });
    }
  }
}
