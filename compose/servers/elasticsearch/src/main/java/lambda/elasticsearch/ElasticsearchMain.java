package lambda.elasticsearch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.elasticsearch.Version;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.node.NodeValidationException;
import org.elasticsearch.plugins.PluginBundle;
import org.elasticsearch.plugins.PluginDescriptor;
import org.elasticsearch.plugins.PluginsLoader;

/// Starts a single-node cluster on loopback and runs until it is told to stop (SIGTERM).
public final class ElasticsearchMain {
  private static final Map<String, String> MODULES =
      Map.of(
          "transport-netty4", "org.elasticsearch.transport.netty4.Netty4Plugin",
          "root", "lambda.elasticsearch.root.RootPlugin");

  private ElasticsearchMain() {}

  /// @param args the home folder, the HTTP port, the folder with the published modules
  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]).toAbsolutePath();
    int port = Integer.parseInt(args[1]);
    install(Path.of(args[2]), home);

    Environment environment =
        InternalSettingsPreparer.prepareEnvironment(
            settings(home, port), Map.of(), home.resolve("config"), () -> "lambda");
    LogConfigurator.configureWithoutConfig(environment.settings());
    LogConfigurator.configureESLogging();
    Node node = new Node(environment, plugins(environment));
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node, closed), "shutdown"));
    start(node);
    closed.await();
  }

  private static Settings settings(Path home, int port) {
    return Settings.builder()
        .put("path.home", home)
        .put("path.data", home.resolve("data"))
        .put("path.logs", home.resolve("logs"))
        .put("cluster.name", "lambda")
        .put("discovery.type", "single-node")
        .put("network.host", "127.0.0.1")
        .put("http.port", port)
        .put("transport.port", "0")
        .put("cluster.routing.allocation.disk.threshold_enabled", false)
        .put("action.destructive_requires_name", true)
        .build();
  }

  private static void start(Node node) {
    try {
      node.start();
    } catch (NodeValidationException e) {
      throw new IllegalStateException("Elasticsearch refuses to start: " + e.getMessage(), e);
    }
  }

  private static void close(Node node, CountDownLatch closed) {
    try {
      node.prepareForClose();
      node.close();
      if (!node.awaitClose(20, TimeUnit.SECONDS)) {
        System.err.println("Elasticsearch did not close within 20 s");
      }
    } catch (IOException e) {
      System.err.println("Elasticsearch did not close cleanly: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closed.countDown();
    }
  }

  private static PluginsLoader plugins(Environment environment) {
    Set<PluginBundle> modules = PluginsLoader.loadModulesBundles(environment.modulesDir(), false);
    return PluginsLoader.createPluginsLoader(modules, Set.of(), Map.of(), false);
  }

  /// Lays out `modules/` as a distribution does. The descriptors are written here, without a
  /// `modulename`: the jars are loaded as plain class path, not as Java modules.
  private static void install(Path published, Path home) throws IOException {
    Files.createDirectories(home.resolve("config"));
    for (Map.Entry<String, String> module : MODULES.entrySet()) {
      Path target = Files.createDirectories(home.resolve("modules").resolve(module.getKey()));
      try (Stream<Path> jars = Files.list(published.resolve(module.getKey()))) {
        for (Path jar : jars.toList()) {
          Files.copy(jar, target.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Files.writeString(
          target.resolve(PluginDescriptor.INTERNAL_DESCRIPTOR_FILENAME),
          descriptor(module.getKey(), module.getValue()));
    }
  }

  private static String descriptor(String name, String pluginClass) {
    return """
    name=%s
    description=%s
    version=%s
    elasticsearch.version=%s
    java.version=21
    classname=%s
    """
        .formatted(name, name, Version.CURRENT, Version.CURRENT, pluginClass);
  }
}
