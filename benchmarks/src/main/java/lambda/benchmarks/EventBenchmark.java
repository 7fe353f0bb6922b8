package lambda.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Decoded;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.hour.Hour;
import lambda.core.parse.StreamFiles;
import lambda.core.view.ViewFold;
import lambda.generator.load.LoadSpec;
import lambda.generator.load.Records;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The work of one thread of the speed layer for one record of a stream. [#parse] is the limit: the
/// JSON parser alone reads the same bytes.
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls prepare
public class EventBenchmark {
  private static final int RECORDS = 200_000;
  private static final Instant START = Instant.parse("2026-11-21T04:00:00Z");
  private static final Hour HOUR = Hour.of(START);
  private static final JsonFactory JSON = new JsonFactory();

  /// The folder with the definitions of the streams.
  @Param("streams")
  String folder;

  @Param("pageviews")
  String stream;

  private List<byte[]> records;
  private int next;
  private EventDecoder decoder;
  private List<ViewFold> folds;

  @Setup
  public void prepare() {
    StreamDefinition definition = StreamFiles.read(Path.of(folder)).stream(stream);
    LoadSpec load = new LoadSpec(1_000, 1.1, 0, 0, 0, 42, START);
    records =
        Records.of(load, definition)
            .limit(RECORDS)
            .map(value -> value.getBytes(StandardCharsets.UTF_8))
            .toList();
    decoder = new EventDecoder(definition);
    folds = definition.views().stream().map(view -> new ViewFold(definition, view)).toList();
  }

  private byte[] record() {
    next = next + 1 < RECORDS ? next + 1 : 0;
    return records.get(next);
  }

  @Benchmark
  public long parse() throws IOException {
    try (JsonParser parser = JSON.createParser(record())) {
      long tokens = 0;
      while (parser.nextToken() != null) {
        tokens++;
      }
      return tokens;
    }
  }

  @Benchmark
  public Decoded decode() {
    return decoder.decode(record(), HOUR);
  }

  @Benchmark
  public Decoded decodeAndFold() {
    Decoded decoded = decoder.decode(record(), HOUR);
    if (decoded instanceof Event event) {
      for (ViewFold fold : folds) {
        fold.add(HOUR, event);
      }
    }
    return decoded;
  }
}
