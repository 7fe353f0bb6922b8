package lambda.local.server;

import java.util.List;
import lambda.local.supervise.Home;
import lambda.local.supervise.Ports;
import lambda.local.supervise.ServerSpec;

/// The servers of the local stack.
public final class EmbeddedStack {
  private EmbeddedStack() {}

  public static List<ServerSpec> servers(Installation installation, Home home, Ports ports) {
    return List.of(
        KafkaServer.spec(installation, home, ports),
        PostgresServer.spec(installation, home, ports),
        ElasticsearchServer.spec(installation, home, ports),
        S3Server.spec(installation, home, ports),
        TemporalServer.spec(new NativeTools(installation), home, ports));
  }
}
