package lambda.tests.topic;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import lambda.batch.hour.ClosedHour;
import lambda.batch.hour.HourCloser;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.hour.Hour;
import lambda.core.parse.StreamParser;
import lambda.core.view.ViewQuota;
import lambda.speed.ingest.IngestConfig;
import lambda.speed.ingest.IngestLoop;
import lambda.speed.ingest.IngestMetrics;
import lambda.store.StreamTables;
import lambda.tests.stack.EmbeddedKafka;
import lambda.tests.stack.EmbeddedPostgres;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jdbi.v3.core.Jdbi;

/// A stream of clicks with a topic of its own, and the parts of both layers that read it.
final class Clicks implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String SCHEMA =
      """
      {"type": "record", "name": "Click", "fields": [
        {"name": "id", "type": "string"}, {"name": "at", "type": "long"}]}
      """;

  private static final String YAML =
      """
      stream: NAME
      topic: NAME
      partitions: 1
      format: json
      schema: click.avsc
      id: id
      time: at
      key: id
      views:
        - view: NAME_per_day
          window: day
          measures: { clicks: count }
      """;

  private final String name;
  private final EmbeddedKafka kafka;
  private final Jdbi jdbi;
  private final Producer<byte[], byte[]> producer;
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private IngestLoop loop;
  private Thread thread;
  private int sent;

  Clicks(String name, EmbeddedKafka kafka, EmbeddedPostgres postgres) {
    this.name = name;
    this.kafka = kafka;
    jdbi = postgres.database().jdbi();
    producer = kafka.producer(Map.of());
    new StreamTables(jdbi).ensure(new Streams(List.of(stream())));
    loop = loop();
    thread = Thread.ofPlatform().unstarted(loop);
  }

  StreamDefinition stream() {
    return new StreamParser(name + ".yaml", _ -> SCHEMA).parse(YAML.replace("NAME", name));
  }

  private IngestLoop loop() {
    return new IngestLoop(
        stream(),
        new IngestConfig(
            kafka.bootstrap(),
            "test",
            Duration.ofMillis(50),
            50_000,
            32,
            1_000,
            100_000,
            new ViewQuota(ViewQuota.DEFAULT)),
        jdbi,
        InstantSource.system(),
        new IngestMetrics(metrics, name));
  }

  void startLoop() {
    thread.start();
  }

  void stopLoop() throws InterruptedException {
    loop.stop();
    thread.join();
    loop = loop();
    thread = Thread.ofPlatform().unstarted(loop);
  }

  Optional<String> problem() {
    return loop.problem();
  }

  boolean isRunning() {
    return thread.isAlive();
  }

  /// Sends a click and waits until Kafka has it.
  void send(int partition, Instant timestamp) {
    send(producer, partition, timestamp);
    producer.flush();
  }

  void send(Producer<byte[], byte[]> by, int partition, Instant timestamp) {
    try {
      var sending = by.send(click(partition, timestamp));
      by.flush();
      sending.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ProducerRecord<byte[], byte[]> click(int partition, Instant timestamp) {
    byte[] value = "{\"id\": \"%d\", \"at\": 1}".formatted(sent++).getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(name, partition, timestamp.toEpochMilli(), null, value);
  }

  long count(String sql) {
    return jdbi.withHandle(
        handle -> handle.createQuery(sql.replace("NAME", name)).mapTo(Long.class).one());
  }

  double gauge(String metric) {
    return metrics.get(metric).gauge().value();
  }

  /// How many clicks the speed layer has stored.
  long stored() {
    return count(
        "select coalesce(sum(records), 0)::bigint from lambda.speed_hours where stream = 'NAME'");
  }

  void awaitStored(long clicks) {
    await().atMost(PATIENCE).until(() -> stored() == clicks);
  }

  /// The offset up to which the speed layer has stored the partition.
  long next(int partition) {
    return count(
        "select coalesce(max(next_offset), -1) from lambda.partitions where stream = 'NAME' and partition = "
            + partition);
  }

  long hours() {
    return count("select count(distinct hour) from lambda.boundaries where stream = 'NAME'");
  }

  /// Closes an hour as the batch layer does once it is over.
  ClosedHour close(Hour hour) {
    return new HourCloser(
            jdbi, kafka.bootstrap(), Duration.ofSeconds(10), () -> hour.end().plusSeconds(60))
        .close(stream(), hour);
  }

  @Override
  public void close() throws InterruptedException {
    loop.stop();
    if (thread.isAlive()) {
      thread.join();
    }
    producer.close();
  }
}
