package lambda.speed.projection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What becomes of one document.
///
/// @param id of the document
/// @param document its new content as JSON; empty if it is to be deleted. Not copied
/// @param what the document stands for, for people
public record Change(String id, Optional<byte[]> document, String what) {
  private static final ObjectWriter JSON = JsonMapper.builder().build().writer();
  private static final int LONGEST_DESCRIPTION = 300;

  /// About what a change adds to a request beside its document.
  private static final int OVERHEAD = 200;

  static Change put(String id, Map<String, @Nullable Object> row, String what) {
    try {
      return new Change(id, Optional.of(JSON.writeValueAsBytes(document(row))), shortened(what));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row that is not JSON: " + shortened(what), e);
    }
  }

  static Change delete(String id, String what) {
    return new Change(id, Optional.empty(), shortened(what));
  }

  /// A row as a document, with times as ISO-8601.
  static Map<String, @Nullable Object> document(Map<String, @Nullable Object> row) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    row.forEach((column, value) ->
        document.put(column, value instanceof Instant time ? time.toString() : value));
    return document;
  }

  private static String shortened(String what) {
    int end = what.codePointCount(0, what.length());
    return end <= LONGEST_DESCRIPTION
        ? what
        : what.substring(0, what.offsetByCodePoints(0, LONGEST_DESCRIPTION)) + "…";
  }

  int bytes() {
    return OVERHEAD + id.length() + document.map(json -> json.length).orElse(0);
  }
}
