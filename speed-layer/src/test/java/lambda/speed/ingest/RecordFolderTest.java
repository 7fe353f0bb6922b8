package lambda.speed.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.EventDecoder;
import lambda.core.hour.Boundary;
import lambda.core.hour.Hour;
import lambda.core.hour.HourTracker;
import lambda.core.parse.StreamParser;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordFolderTest {
  private static final long NOW = Hour.parse("2026-11-21T04:00:00Z").start().toEpochMilli();
  private static final String YAML =
      """
      stream: s
      topic: s
      partitions: 1
      format: json
      schema: s.avsc
      id: id
      time: at
      key: id
      views:
        - { view: v, window: day, group_by: [text], measures: { n: count } }
      """;
  private static final String SCHEMA =
      """
      {"type": "record", "name": "E", "fields": [
        {"name": "id", "type": "string"}, {"name": "at", "type": "long"},
        {"name": "text", "type": "string"}]}
      """;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PartitionState state =
      new PartitionState(
          0,
          new HourTracker(0, List.of()),
          new DuplicateFilter(100),
          new FoldStart(0, List.of(0L)));

  private RecordFolder folder(String yaml) {
    StreamDefinition stream = new StreamParser("s.yaml", _ -> SCHEMA).parse(yaml);
    return new RecordFolder(stream, new EventDecoder(stream), new IngestMetrics(registry, "s"));
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, long at, String text) {
    byte[] value =
        "{\"id\":\"%d\",\"at\":%d,\"text\":\"%s\"}"
            .formatted(offset, at, text)
            .getBytes(StandardCharsets.UTF_8);
    return new ConsumerRecord<>(
        "s",
        0,
        offset,
        NOW,
        TimestampType.CREATE_TIME,
        0,
        value.length,
        new byte[0],
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  @Test
  void largeRecordsTakeMemoryOnlyWhereTheyAreKept() {
    String megabyte = "x".repeat(1 << 20);
    RecordFolder partials = folder(YAML);
    partials.fold(state, record(0, NOW, megabyte), Instant.ofEpochMilli(NOW));
    RecordFolder events = folder(YAML + "raw_sink: s\n");
    events.fold(state, record(1, NOW, megabyte), Instant.ofEpochMilli(NOW));

    assertThat(partials.bytes()).isBetween(400L, 4_000L);
    assertThat(events.bytes()).isBetween(2L << 20, 4L << 20);
    events.clear();
    assertThat(events.bytes()).isZero();
  }

  @Test
  void timesBeyondTheLimitAreCountedAmongTheDeadLetters() {
    RecordFolder folder = folder(YAML);
    folder.fold(state, record(0, 0, "x"), Instant.ofEpochMilli(NOW));
    folder.fold(state, record(1, Long.MAX_VALUE, "x"), Instant.ofEpochMilli(NOW));
    folder.fold(state, record(2, NOW, "x"), Instant.ofEpochMilli(NOW));

    assertThat(registry.get("lambda.speed.dead.letters").counter().count()).isEqualTo(2);
    assertThat(registry.get("lambda.speed.beyond.time.limit").counter().count()).isEqualTo(1);
  }

  @Test
  void viewThatCatchesUpTakesRecordsInTheHoursThatTheyHave() {
    Hour four = Hour.of(Instant.ofEpochMilli(NOW));
    PartitionState behind =
        new PartitionState(
            0,
            new HourTracker(0, List.of(new Boundary(0, four, 0))),
            new DuplicateFilter(100),
            new FoldStart(2, List.of(0L)));
    RecordFolder folder = folder(YAML);

    // Absurd when it was counted, plausible by now.
    folder.fold(behind, record(0, NOW + 6_000_000, "x"), Instant.ofEpochMilli(NOW + 2_700_000));

    assertThat(behind.hours.proposals()).isEmpty();
    assertThat(behind.counts.keySet()).containsExactly(four);
    assertThat(folder.folds().getFirst().size()).isEqualTo(1);
  }
}
