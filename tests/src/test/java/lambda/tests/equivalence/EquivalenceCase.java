package lambda.tests.equivalence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.hour.Hour;
import lambda.core.parse.StreamParser;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/// A definition, and the values of the records that arrive in each of some adjacent hours. Its text
/// is what a failed property prints, and what [EquivalenceTest] replays from
/// `src/test/resources/equivalence`: the stream's YAML, and for each hour a line `---` and a record
/// on each line. The schema is always the same.
record EquivalenceCase(String yaml, List<List<String>> hours) {
  private static final String SEPARATOR = "---\n";
  private static final Hour FIRST = Hour.parse("2026-11-21T04:00:00Z");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// A field of each type, required and nullable, plain and nested.
  private static final String SCHEMA =
      """
      {"type": "record", "name": "Anything", "fields": [
        {"name": "id", "type": "string"},
        {"name": "ms", "type": "long"},
        {"name": "iso", "type": "string"},
        {"name": "text", "type": "string"},
        {"name": "maybeText", "type": ["null", "string"]},
        {"name": "number", "type": "long"},
        {"name": "maybe_number", "type": ["null", "long"]},
        {"name": "amount", "type": ["null", {"type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 2}]},
        {"name": "fraction", "type": ["null", {"type": "bytes", "logicalType": "decimal", "precision": 5, "scale": 5}]},
        {"name": "real", "type": ["null", "double"]},
        {"name": "flag", "type": ["null", "boolean"]},
        {"name": "data", "type": ["null", {"type": "record", "name": "Data", "fields": [
          {"name": "page", "type": ["null", "string"]},
          {"name": "rank", "type": ["null", "int"]}]}]}]}
      """;

  /// @param time the field with the event time, `ms` or `iso`
  /// @param limit how far it may be from the arrival, in YAML's flow style
  /// @param view the view's definition in YAML's flow style
  static EquivalenceCase of(
      String time, String limit, int partitions, String view, List<List<String>> hours) {
    String yaml =
        """
        stream: s
        topic: t
        partitions: %d
        format: json
        schema: anything.avsc
        id: id
        time: %s
        time_limit: %s
        key: id
        views:
          - %s
        """
            .formatted(partitions, time, limit, view);
    return new EquivalenceCase(yaml, hours);
  }

  static EquivalenceCase parse(String text) {
    String[] parts = text.split(SEPARATOR, -1);
    return new EquivalenceCase(
        parts[0], Arrays.stream(parts).skip(1).map(hour -> hour.lines().toList()).toList());
  }

  StreamDefinition stream() {
    return new StreamParser("replayed.yaml", _ -> SCHEMA).parse(yaml);
  }

  ViewDefinition view() {
    return stream().views().getFirst();
  }

  /// The hours in which the records arrive.
  List<Hour> ingestHours() {
    return Stream.iterate(FIRST, Hour::next).limit(hours.size()).toList();
  }

  /// The same without the records of all other hours.
  EquivalenceCase only(Hour hour) {
    List<List<String>> kept = new ArrayList<>();
    for (int i = 0; i < hours.size(); i++) {
      kept.add(ingestHours().get(i).equals(hour) ? hours.get(i) : List.of());
    }
    return new EquivalenceCase(yaml, kept);
  }

  /// The records in the order of their arrival, as Kafka has them: those of one id in one
  /// partition.
  List<ConsumerRecord<byte[], byte[]>> log() {
    int partitions = stream().partitions();
    long[] next = new long[partitions];
    List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
    for (int i = 0; i < hours.size(); i++) {
      for (String value : hours.get(i)) {
        int partition = Math.floorMod(id(value).hashCode(), partitions);
        log.add(record(partition, next[partition]++, ingestHours().get(i), value));
      }
    }
    return log;
  }

  /// For each partition that has any: its records of an hour.
  List<List<ConsumerRecord<byte[], byte[]>>> ranges(Hour hour) {
    List<ConsumerRecord<byte[], byte[]>> log = log();
    return IntStream.range(0, stream().partitions())
        .mapToObj(partition ->
            log.stream()
                .filter(record -> record.partition() == partition)
                .filter(record -> record.timestamp() == hour.start().toEpochMilli())
                .toList())
        .filter(range -> !range.isEmpty())
        .toList();
  }

  private static String id(String value) {
    try {
      return Optional.ofNullable(JSON.readTree(value)).map(v -> v.path("id").asText()).orElse("");
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(
      int partition, long offset, Hour hour, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return new ConsumerRecord<>(
        "t",
        partition,
        offset,
        hour.start().toEpochMilli(),
        TimestampType.CREATE_TIME,
        0,
        bytes.length,
        new byte[0],
        bytes,
        new RecordHeaders(),
        Optional.empty());
  }

  @Override
  public String toString() {
    return Stream.concat(
            Stream.of("\n" + yaml),
            hours.stream()
                .map(hour ->
                    hour.stream().map(record -> record + "\n").collect(Collectors.joining())))
        .collect(Collectors.joining(SEPARATOR));
  }
}
