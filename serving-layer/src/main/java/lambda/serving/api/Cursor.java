package lambda.serving.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import lambda.serving.FigureRequest;
import lambda.serving.Place;
import lambda.serving.WindowRange;
import lambda.serving.http.Json;
import lambda.serving.http.Problem;
import lambda.serving.http.ProblemException;
import org.jspecify.annotations.Nullable;

/// Where the next page of figures begins, as an opaque text. It carries the range, so that a reader
/// who asked for the last ten windows keeps those.
///
/// @param request names the view, the granularity and the columns of the key
record Cursor(String request, WindowRange range, Place after) {
  private static final int PARTS = 5;

  static Cursor of(FigureRequest request, Place after) {
    return new Cursor(name(request), request.range(), after);
  }

  static String name(FigureRequest request) {
    return "%s/%s/%s"
        .formatted(
            request.view().name(),
            request.granularity().label(),
            String.join(",", request.columns()));
  }

  String text() {
    List<Object> parts =
        Arrays.asList(
            request,
            range.from().toString(),
            range.to().toString(),
            after.window().toString(),
            after.key());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(parts));
  }

  /// @throws ProblemException if it is not one that [#text] made
  static Cursor parse(String text) {
    return read(text)
        .orElseThrow(() ->
            new ProblemException(
                Problem.parameter("cursor", text, "the 'next' of an earlier answer")));
  }

  private static Optional<Cursor> read(String text) {
    try {
      JsonNode parts = Json.read(Base64.getUrlDecoder().decode(text));
      if (!parts.isArray() || parts.size() != PARTS || !parts.get(4).isArray()) {
        return Optional.empty();
      }
      List<@Nullable String> key = new ArrayList<>();
      for (JsonNode value : parts.get(4)) {
        if (!value.isNull() && !isText(value)) {
          return Optional.empty();
        }
        key.add(value.textValue());
      }
      Instant from = Instant.parse(parts.get(1).asText());
      Instant to = Instant.parse(parts.get(2).asText());
      Instant window = Instant.parse(parts.get(3).asText());
      if (!from.isBefore(to) || !stored(from) || !stored(to) || !stored(window)) {
        return Optional.empty();
      }
      return Optional.of(
          new Cursor(
              parts.get(0).asText(),
              new WindowRange(from, to),
              new Place(window, Collections.unmodifiableList(key))));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /// Whether Postgres could hold the text.
  private static boolean isText(JsonNode value) {
    return value.isTextual()
        && value
            .textValue()
            .codePoints()
            .noneMatch(each -> each == 0 || Character.getType(each) == Character.SURROGATE);
  }

  private static boolean stored(Instant time) {
    int year = time.atOffset(ZoneOffset.UTC).getYear();
    return year >= 0 && year <= 9999;
  }
}
