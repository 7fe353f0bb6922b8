package lambda.launcher.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.hour.Hour;
import lambda.core.parse.StreamFiles;
import lambda.core.view.ViewFold;
import lambda.generator.load.LoadSpec;
import lambda.generator.load.Records;
import lambda.launcher.console.Console;

/// What one thread of the speed layer can decode and fold, for each stream, beside what the JSON
/// parser alone needs to walk through the same bytes: the limit on the same machine in the same
/// run. A process of its own, so that the JVM compiles it as it compiles the speed layer.
public final class FoldBenchmark {
  private static final int RECORDS = 200_000;
  private static final int ROUNDS = 5;
  private static final double NANOS = 1e9;
  private static final Hour HOUR = Hour.parse("2026-11-21T04:00:00Z");
  private static final JsonFactory JSON = new JsonFactory();

  private FoldBenchmark() {}

  /// @param args the folder of the streams
  public static void main(String[] args) {
    Console console = new Console(System.out);
    List<List<String>> rows = new ArrayList<>();
    for (StreamDefinition stream : StreamFiles.read(Path.of(args[0])).all()) {
      List<byte[]> records = records(stream);
      double parsed = rate(records, FoldBenchmark::walk);
      double decoded = rate(records, decoding(stream));
      double folded = rate(records, folding(stream));
      rows.add(
          List.of(
              stream.name(),
              Integer.toString(stream.views().size()),
              Console.count((long) parsed),
              Console.count((long) decoded),
              Console.count((long) folded),
              String.format(Locale.ROOT, "%.2f", folded / parsed)));
    }
    console.table(
        List.of("STREAM", "VIEWS", "PARSED/S", "DECODED/S", "DECODED AND FOLDED/S", "RATIO"), rows);
    console.line(
        "  events a second on one thread, best of %d rounds of %s; ratio: folded to parsed"
            .formatted(ROUNDS, Console.count(RECORDS)));
  }

  private static List<byte[]> records(StreamDefinition stream) {
    LoadSpec spec = new LoadSpec(1_000, 1.1, 0, 0, 0, 42, Instant.parse("2026-11-21T04:00:00Z"));
    return Records.of(spec, stream)
        .limit(RECORDS)
        .map(value -> value.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  /// The best of some rounds, in records a second.
  private static double rate(List<byte[]> records, ToLongFunction<byte[]> work) {
    double best = 0;
    long used = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long began = System.nanoTime();
      for (byte[] record : records) {
        used += work.applyAsLong(record);
      }
      best = Math.max(best, records.size() * NANOS / (System.nanoTime() - began));
    }
    if (used == 0) {
      throw new IllegalStateException("no work was done");
    }
    return best;
  }

  private static long walk(byte[] record) {
    try (JsonParser parser = JSON.createParser(record)) {
      long tokens = 0;
      while (parser.nextToken() != null) {
        tokens++;
      }
      return tokens;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ToLongFunction<byte[]> decoding(StreamDefinition stream) {
    EventDecoder decoder = new EventDecoder(stream);
    return record -> decoder.decode(record) instanceof Event event ? event.time() : 0;
  }

  private static ToLongFunction<byte[]> folding(StreamDefinition stream) {
    EventDecoder decoder = new EventDecoder(stream);
    List<ViewFold> folds = stream.views().stream().map(view -> new ViewFold(stream, view)).toList();
    return record -> {
      if (decoder.decode(record) instanceof Event event) {
        folds.forEach(fold -> fold.add(HOUR, event));
        return event.time();
      }
      return 0;
    };
  }
}
