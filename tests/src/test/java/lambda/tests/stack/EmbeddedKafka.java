package lambda.tests.stack;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import lambda.local.server.KafkaServer;
import lambda.local.supervise.Home;
import lambda.local.supervise.Ports;
import lambda.local.supervise.ServerSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The local stack's Kafka alone, for tests that alter topics or end the broker.
public final class EmbeddedKafka implements AutoCloseable {
  private final Path folder;
  private final ServerSpec spec;
  private final Thread hook = new Thread(this::end, "end of Kafka");
  private Process server;

  /// @param folder for its data; the caller deletes it
  public EmbeddedKafka(Path folder) {
    this.folder = folder;
    Ports ports = FreePorts.find();
    spec = KafkaServer.spec(TestStack.installation(), new Home(folder), ports);
    server = start();
    Runtime.getRuntime().addShutdownHook(hook);
    awaitUp();
  }

  private Process start() {
    try {
      Files.createDirectories(spec.folder());
      spec.prepare().run();
      return new ProcessBuilder(spec.command())
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("kafka.log").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitUp() {
    await()
        .atMost(spec.startLimit())
        .pollInterval(Duration.ofMillis(100))
        .until(() -> spec.probe().problem().isEmpty());
  }

  public String bootstrap() {
    return spec.address();
  }

  /// Ends the broker as the kernel does when memory runs out.
  public void kill() {
    end();
    server.onExit().join();
  }

  public void restart() {
    server = start();
    awaitUp();
  }

  private void end() {
    server.destroyForcibly();
  }

  public void createTopic(String topic, int partitions, Map<String, String> settings) {
    admin(admin ->
        admin
            .createTopics(
                List.of(
                    new NewTopic(topic, Optional.of(partitions), Optional.empty())
                        .configs(settings)))
            .all());
  }

  public void deleteTopic(String topic) {
    admin(admin -> admin.deleteTopics(List.of(topic)).all());
  }

  public void growTopic(String topic, int partitions) {
    admin(
        admin -> admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all());
  }

  /// Deletes the records before an offset, as retention does.
  public void deleteBefore(String topic, int partition, long offset) {
    admin(admin ->
        admin
            .deleteRecords(
                Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
            .all());
  }

  private interface Question {
    KafkaFuture<?> ask(Admin admin);
  }

  private void admin(Question question) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
      question.ask(admin).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// A producer of the test's own, which may use transactions.
  ///
  /// @param settings in addition to those of every producer
  public KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap());
    all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    all.put(ProducerConfig.METADATA_MAX_AGE_CONFIG, 500);
    return new KafkaProducer<>(all);
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
