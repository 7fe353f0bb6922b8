package lambda.local;

import java.util.List;

/// The servers that the product needs, as the local stack runs them.
public final class EmbeddedStack {
  private EmbeddedStack() {}

  public static List<ServerSpec> servers(Installation installation, Home home, Ports ports) {
    return List.of(
        KafkaServer.spec(installation, home, ports),
        PostgresServer.spec(installation, home, ports),
        ElasticsearchNode.spec(installation, home, ports),
        S3Server.spec(installation, home, ports),
        TemporalServer.spec(new Tools(installation), home, ports));
  }
}
