package lambda.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lambda.local.supervise.Home;
import lambda.local.supervise.Ports;
import lambda.local.supervise.ServerSpec;

/// A single Kafka broker that is its own KRaft controller.
public final class KafkaServer {
  private static final String NAME = "kafka";
  private static final int HEAP_MEGABYTES = 256;

  private KafkaServer() {}

  public static ServerSpec spec(Installation installation, Home home, Ports ports) {
    Path folder = home.data(NAME);
    Path config = folder.resolve("server.properties");
    String classPath = installation.classPath("compose/servers/kafka");
    String bootstrap = "127.0.0.1:" + ports.kafka();
    return ServerSpec.of(
        NAME,
        "Kafka",
        bootstrap,
        folder,
        () -> prepare(installation, folder, config, classPath, ports),
        JavaCommand.of(
            installation,
            NAME,
            HEAP_MEGABYTES,
            List.of(logging(folder), JavaCommand.temporaryFiles(folder)),
            classPath,
            "kafka.Kafka",
            List.of(config.toString())),
        Map.of(),
        Probes.kafka(bootstrap));
  }

  private static void prepare(
      Installation installation, Path folder, Path config, String classPath, Ports ports)
      throws IOException, InterruptedException {
    Files.writeString(folder.resolve("log4j.properties"), LOGGING);
    Files.writeString(config, properties(folder.resolve("log"), ports));
    AtomicFolder.once(
        folder.resolve("log"), next -> format(installation, folder, next, classPath, ports));
  }

  private static void format(
      Installation installation, Path folder, Path logFolder, String classPath, Ports ports)
      throws IOException, InterruptedException {
    Path config = folder.resolve("format.properties");
    Files.writeString(config, properties(logFolder, ports));
    ShortCommand.command(
        JavaCommand.of(
            installation,
            "kafka-format",
            HEAP_MEGABYTES,
            List.of(logging(folder)),
            classPath,
            "kafka.tools.StorageTool",
            List.of(
                "format",
                "--standalone",
                "--cluster-id",
                "bGFtYmRhLWxvY2FsLXN0YQ",
                "--config",
                config.toString())),
        "");
  }

  private static String logging(Path folder) {
    return "-Dlog4j.configuration=file:" + folder.resolve("log4j.properties");
  }

  private static String properties(Path logFolder, Ports ports) {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.bootstrap.servers=127.0.0.1:%2$d
    listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
    advertised.listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
    controller.listener.names=CONTROLLER
    log.dirs=%3$s
    auto.create.topics.enable=false
    offsets.topic.replication.factor=1
    offsets.topic.num.partitions=4
    transaction.state.log.replication.factor=1
    transaction.state.log.num.partitions=4
    transaction.state.log.min.isr=1
    share.coordinator.state.topic.replication.factor=1
    share.coordinator.state.topic.min.isr=1
    group.initial.rebalance.delay.ms=0
    log.cleaner.dedupe.buffer.size=16777216
    """
        .formatted(ports.kafka(), ports.kafkaController(), logFolder);
  }

  private static final String LOGGING =
      """
      log4j.rootLogger=WARN, out
      log4j.appender.out=org.apache.log4j.ConsoleAppender
      log4j.appender.out.layout=org.apache.log4j.PatternLayout
      log4j.appender.out.layout.ConversionPattern=%d{ISO8601} %p %c{1}: %m%n
      """;
}
