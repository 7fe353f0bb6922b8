package lambda.generator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import lambda.core.failure.LambdaException;

/// Exactly what was sent and acknowledged, and the figures that follow from it. It counts by
/// itself, without the code it is there to check. Thread-safe.
///
/// The file: `{"stream", "records", "deadLetters", "duplicates", "views": {"pageviews_per_minute":
/// [{"window", "key", "measures": {"pageviews"}}]}}`.
public final class Ledger {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String VIEW = "pageviews_per_minute";
  private static final String MEASURE = "pageviews";

  private final SortedMap<Instant, SortedMap<String, AtomicLong>> perMinute = new TreeMap<>();
  private long records;
  private long deadLetters;
  private long duplicates;

  synchronized void add(Planned sent) {
    records++;
    switch (sent) {
      case Planned.First first -> {
        Instant minute =
            Instant.ofEpochMilli(first.pageview().time()).truncatedTo(ChronoUnit.MINUTES);
        count(minute, first.pageview().postcode()).incrementAndGet();
      }
      case Planned.Again again -> duplicates++;
      case Planned.Broken broken -> deadLetters++;
    }
  }

  private AtomicLong count(Instant minute, String postcode) {
    return perMinute
        .computeIfAbsent(minute, m -> new TreeMap<>())
        .computeIfAbsent(postcode, p -> new AtomicLong());
  }

  /// Takes in all that another ledger holds.
  public synchronized void addAll(Ledger other) {
    other
        .pageviewsPerMinute()
        .forEach((minute, postcodes) ->
            postcodes.forEach((postcode, n) -> count(minute, postcode).addAndGet(n)));
    records += other.records();
    deadLetters += other.deadLetters();
    duplicates += other.duplicates();
  }

  public synchronized long records() {
    return records;
  }

  public synchronized long deadLetters() {
    return deadLetters;
  }

  public synchronized long duplicates() {
    return duplicates;
  }

  /// Distinct, well-formed events.
  public synchronized long events() {
    return records - deadLetters - duplicates;
  }

  /// What the view must say: for each window and key, the measure.
  public synchronized Map<Instant, Map<String, Long>> pageviewsPerMinute() {
    Map<Instant, Map<String, Long>> copy = new TreeMap<>();
    perMinute.forEach((minute, postcodes) -> {
      Map<String, Long> counts = new TreeMap<>();
      postcodes.forEach((postcode, count) -> counts.put(postcode, count.get()));
      copy.put(minute, counts);
    });
    return copy;
  }

  /// Writes the ledger, replacing the file in one step.
  public void write(Path file) {
    ObjectNode root = toJson();
    try {
      Path absolute = file.toAbsolutePath();
      Files.createDirectories(absolute.getParent());
      Path next = absolute.resolveSibling(absolute.getFileName() + ".next");
      JSON.writeValue(next.toFile(), root);
      Files.move(
          next, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the ledger " + file, e);
    }
  }

  private synchronized ObjectNode toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("stream", "pageviews");
    root.put("records", records).put("deadLetters", deadLetters).put("duplicates", duplicates);
    ArrayNode rows = root.putObject("views").putArray(VIEW);
    perMinute.forEach((minute, postcodes) ->
        postcodes.forEach((postcode, count) ->
            rows.addObject()
                .put("window", minute.toString())
                .put("key", postcode)
                .putObject("measures")
                .put(MEASURE, count.get())));
    return root;
  }

  /// Reads a ledger to go on with; an empty one if there is no file.
  public static Ledger read(Path file) {
    Ledger ledger = new Ledger();
    if (!Files.exists(file)) {
      return ledger;
    }
    try {
      JsonNode root = JSON.readTree(Files.readString(file));
      ledger.records = root.path("records").asLong();
      ledger.deadLetters = root.path("deadLetters").asLong();
      ledger.duplicates = root.path("duplicates").asLong();
      for (JsonNode row : root.path("views").path(VIEW)) {
        ledger
            .count(Instant.parse(row.path("window").asText()), row.path("key").asText())
            .addAndGet(row.path("measures").path(MEASURE).asLong());
      }
      return ledger;
    } catch (JsonProcessingException e) {
      throw LambdaException.badInput(
          "%s is no ledger: %s. Delete it or name another file"
              .formatted(file, e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
