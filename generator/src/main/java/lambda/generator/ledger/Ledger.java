package lambda.generator.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
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

/// Counts exactly what was sent to one stream and acknowledged, and computes what each of its views
/// must answer. It shares no code with what it checks. Thread-safe.
///
/// The file: `{"stream", "records", "deadLetters", "duplicates", "views": {"<view>": [{"window",
/// "key", "states", "measures"}]}}`; `key` lists the values of the group-by fields, `measures` are
/// the figures, `states` what they are made of.
public final class Ledger {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /// How many records were acknowledged, and how many of them were malformed or sent again.
  public record Counts(long records, long deadLetters, long duplicates) {

    /// Distinct, well-formed events.
    public long events() {
      return records - deadLetters - duplicates;
    }
  }

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

  /// Keeps counts of records, but no figures.
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

  /// Adds everything that another ledger of the stream holds.
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

  /// All counts at one moment.
  public synchronized Counts counts() {
    return new Counts(records, deadLetters, duplicates);
  }

  /// What a view must answer: for each window and key, its measures. Distinct counts are exact.
  public synchronized Map<Instant, Map<List<@Nullable String>, Map<String, @Nullable BigDecimal>>>
      figures(String view) {
    return views.stream()
        .filter(reference -> reference.view().name().equals(view))
        .findFirst()
        .orElseThrow()
        .figures();
  }

  /// Writes the ledger, replacing the file in one step.
  ///
  /// @throws LambdaException if the file cannot be written
  public void write(Path file) {
    ObjectNode root = toJson();
    try {
      Path absolute = file.toAbsolutePath();
      Path next = absolute.resolveSibling(absolute.getFileName() + ".next");
      JSON.writeValue(next.toFile(), root);
      Files.move(
          next, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw LambdaException.fatal("cannot write the ledger %s: %s".formatted(file, e));
    }
  }

  private synchronized ObjectNode toJson() {
    ObjectNode root = JsonFields.object().put("stream", stream.name());
    root.put("records", records).put("deadLetters", deadLetters).put("duplicates", duplicates);
    ObjectNode rows = root.putObject("views");
    views.forEach(view -> rows.set(view.view().name(), view.toJson()));
    return root;
  }

  /// Reads a ledger to continue; an empty one if there is no file yet.
  ///
  /// @throws LambdaException if the file cannot be read, is not a ledger of the stream, or its
  ///   folder does not exist
  public static Ledger read(StreamDefinition stream, Path file) {
    Ledger ledger = ofFigures(stream);
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw LambdaException.badInput(
          "the ledger %s cannot be kept: its folder does not exist. Create the folder or name another file"
              .formatted(file));
    }
    if (!Files.exists(file)) {
      return ledger;
    }
    try {
      JsonNode root = JSON.readTree(Files.readString(file));
      if (!root.path("stream").asText().equals(stream.name())) {
        throw LambdaException.badInput(
            "%s is not a ledger of stream %s. Delete it or name another file"
                .formatted(file, stream.name()));
      }
      if (!hasListsAsKeys(root)) {
        throw LambdaException.badInput(
            "%s was written by an older version: its keys are not lists. Delete it or name another file"
                .formatted(file));
      }
      ledger.take(root);
      return ledger;
    } catch (JsonProcessingException e) {
      throw LambdaException.badInput(
          "%s is not a ledger: %s. Delete it or name another file"
              .formatted(file, e.getOriginalMessage()));
    } catch (IOException e) {
      throw LambdaException.badInput("cannot read the ledger %s: %s".formatted(file, e));
    }
  }

  private static boolean hasListsAsKeys(JsonNode root) {
    for (JsonNode rows : root.path("views")) {
      for (JsonNode row : rows) {
        if (!row.path("key").isArray()) {
          return false;
        }
      }
    }
    return true;
  }
}
