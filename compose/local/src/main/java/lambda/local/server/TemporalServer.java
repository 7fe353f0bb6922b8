package lambda.local.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lambda.local.supervise.Home;
import lambda.local.supervise.Ports;
import lambda.local.supervise.ServerSpec;

/// The Temporal server with its UI, from the `temporal` command, on a SQLite file.
final class TemporalServer {
  private static final String NAME = "temporal";

  private TemporalServer() {}

  static ServerSpec spec(NativeTools tools, Home home, Ports ports) {
    Path folder = home.data(NAME);
    return ServerSpec.of(
        NAME,
        "Temporal",
        "127.0.0.1:" + ports.temporal(),
        folder,
        () -> {},
        List.of(
            tools.temporal().toString(),
            "server",
            "start-dev",
            "--ip",
            "127.0.0.1",
            "--port",
            Integer.toString(ports.temporal()),
            "--ui-port",
            Integer.toString(ports.temporalUi()),
            "--db-filename",
            folder.resolve("temporal.sqlite").toString(),
            "--log-level",
            "warn"),
        Map.of(),
        Probes.http("http://127.0.0.1:" + ports.temporalUi() + "/api/v1/namespaces/default"));
  }
}
