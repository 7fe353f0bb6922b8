package lambda.generator.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;
import lambda.generator.load.PlannedRecord;
import lambda.generator.maker.JsonFields;
import org.jspecify.annotations.Nullable;

/// Exactly what was sent to one stream and acknowledged, and what each of its views must say then.
/// It computes by itself, without the code it is there to check. Thread-safe.
///
/// The file: `{"stream", "records", "deadLetters", "duplicates", "views": {"<view>": [{"window",
/// "key", "states", "measures"}]}}`; `measures` are the figures, `states` what they come from.
public final class Ledger {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final StreamDefinition stream;
  private final List<ReferenceView> views;
  private long records;
  private long deadLetters;
  private long duplicates;

  private Ledger(StreamDefinition stream, List<ViewDefinition> views) {
    this.stream = stream;
    this.views = views.stream().map(view -> new ReferenceView(stream, view)).toList();
  }

  /// Keeps the figures of every view; its memory grows with them.
  public static Ledger ofFigures(StreamDefinition stream) {
    return new Ledger(stream, stream.views());
  }

  /// Keeps no figures, but how many records there were.
  public static Ledger ofCounts(StreamDefinition stream) {
    return new Ledger(stream, List.of());
  }

  public synchronized void add(PlannedRecord sent) {
    records++;
    switch (sent) {
      case PlannedRecord.Good good -> {
        if (good.again()) {
          duplicates++;
        } else {
          views.forEach(view -> view.add(good.event()));
        }
      }
      case PlannedRecord.Broken _ -> deadLetters++;
    }
  }

  /// Takes in all that another ledger of the stream holds.
  public void addAll(Ledger other) {
    take(other.toJson());
  }

  private synchronized void take(JsonNode root) {
    records += root.path("records").asLong();
    deadLetters += root.path("deadLetters").asLong();
    duplicates += root.path("duplicates").asLong();
    views.forEach(view -> view.merge(root.path("views").path(view.view().name())));
  }

  public StreamDefinition stream() {
    return stream;
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
  public long events() {
    return counts().events();
  }

  /// What was sent so far, of one moment.
  public synchronized Counts counts() {
    return new Counts(records, deadLetters, duplicates);
  }

  /// How many records were sent, and how many of them were malformed or duplicates.
  public record Counts(long records, long deadLetters, long duplicates) {
    /// Distinct, well-formed events.
    public long events() {
      return records - deadLetters - duplicates;
    }
  }

  /// What a view must say: for each window and key, its measures. Counts of unique values are exact
  /// here.
  public synchronized Map<Instant, Map<String, Map<String, @Nullable BigDecimal>>> figures(
      String view) {
    return views.stream()
        .filter(reference -> reference.view().name().equals(view))
        .findFirst()
        .orElseThrow()
        .figures();
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
    ObjectNode root = JsonFields.object().put("stream", stream.name());
    root.put("records", records).put("deadLetters", deadLetters).put("duplicates", duplicates);
    ObjectNode rows = root.putObject("views");
    views.forEach(view -> rows.set(view.view().name(), view.toJson()));
    return root;
  }

  /// Reads a ledger to go on with; an empty one if there is no file.
  public static Ledger read(StreamDefinition stream, Path file) {
    Ledger ledger = ofFigures(stream);
    if (!Files.exists(file)) {
      return ledger;
    }
    try {
      JsonNode root = JSON.readTree(Files.readString(file));
      if (!root.path("stream").asText().equals(stream.name())) {
        throw LambdaException.badInput(
            "%s is no ledger of stream %s. Delete it or name another file"
                .formatted(file, stream.name()));
      }
      ledger.take(root);
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
