package lambda.tests.stack;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import lambda.local.server.ElasticsearchServer;
import lambda.local.supervise.Home;
import lambda.local.supervise.ServerSpec;

/// The local stack's Elasticsearch alone.
public final class EmbeddedElasticsearch implements AutoCloseable {
  private final Process server;
  private final Thread hook;
  private final String address;

  /// @param folder for its data; the caller deletes it
  public EmbeddedElasticsearch(Path folder) {
    ServerSpec spec =
        ElasticsearchServer.spec(TestStack.installation(), new Home(folder), FreePorts.find());
    address = spec.address();
    try {
      Files.createDirectories(spec.folder());
      server =
          new ProcessBuilder(spec.command())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("elasticsearch.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hook = new Thread(server::destroyForcibly, "end of Elasticsearch");
    Runtime.getRuntime().addShutdownHook(hook);
    await()
        .atMost(spec.startLimit())
        .pollInterval(Duration.ofMillis(100))
        .until(() -> spec.probe().problem().isEmpty());
  }

  public String address() {
    return address;
  }

  @Override
  public void close() {
    server.destroyForcibly().onExit().join();
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
