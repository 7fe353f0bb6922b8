package lambda.local.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lambda.local.supervise.Home;
import lambda.local.supervise.Ports;
import lambda.local.supervise.ServerSpec;

/// A single Elasticsearch node; its main class is the module `compose/servers/elasticsearch`.
public final class ElasticsearchServer {
  private static final String NAME = "elasticsearch";
  private static final String MODULE = "compose/servers/elasticsearch";
  private static final int HEAP_MEGABYTES = 512;

  private ElasticsearchServer() {}

  public static ServerSpec spec(Installation installation, Home home, Ports ports) {
    Path folder = home.data(NAME);
    Path modules = installation.root().resolve(MODULE).resolve("target/modules");
    String address = "http://127.0.0.1:" + ports.elasticsearch();
    return ServerSpec.of(
        NAME,
        "Elasticsearch",
        address,
        folder,
        () -> {},
        JavaCommand.of(
            installation,
            NAME,
            HEAP_MEGABYTES,
            List.of("--add-modules=jdk.incubator.vector", JavaCommand.temporaryFiles(folder)),
            installation.classPath(MODULE),
            "lambda.elasticsearch.ElasticsearchMain",
            List.of(
                folder.toString(), Integer.toString(ports.elasticsearch()), modules.toString())),
        Map.of(),
        Probes.http(address + "/_cluster/health"));
  }
}
