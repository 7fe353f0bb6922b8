package lambda.serving.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import org.jspecify.annotations.Nullable;

/// The query of a request: every parameter is known, and has a value of its type. Whatever is not
/// is refused with a [Problem] that names it.
public final class Parameters {
  /// Before every time that is stored, and after.
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private final Map<String, List<String>> values;

  private Parameters(Map<String, List<String>> values) {
    this.values = values;
  }

  /// @param query as it was sent; null if there is none
  /// @param known the names that the endpoint takes
  static Parameters parse(@Nullable String query, SequencedCollection<String> known) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (query != null && !query.isEmpty()) {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        if (!known.contains(name)) {
          throw new ProblemException(unknown(name, known));
        }
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        if (value.indexOf('\0') >= 0) {
          throw new ProblemException(
              Problem.parameter(name, value.replace("\0", "\\u0000"), "text without U+0000"));
        }
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
      }
    }
    return new Parameters(values);
  }

  private static Problem unknown(String name, SequencedCollection<String> known) {
    String detail =
        known.isEmpty()
            ? "there is no parameter '%s'; this path takes none".formatted(name)
            : "there is no parameter '%s'; this path takes %s"
                .formatted(name, String.join(", ", Closest.first(name, known)));
    return new Problem("about:blank", "Wrong parameter", 400, detail, name, null, Map.of());
  }

  private static String decode(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.of(
              400,
              "Wrong query",
              "'%s' is not percent-encoded; write %%25 for a percent sign".formatted(encoded)));
    }
  }

  /// Every value of a parameter that may be repeated.
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  public Optional<String> text(String name) {
    List<String> given = all(name);
    if (given.size() > 1) {
      throw new ProblemException(Problem.parameter(name, String.join(", ", given), "given once"));
    }
    return given.stream().findFirst();
  }

  /// An ISO-8601 time in UTC.
  public Optional<Instant> time(String name) {
    return text(name).map(given -> time(name, given));
  }

  private static Instant time(String name, String given) {
    try {
      Instant time = Instant.parse(given);
      if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
        return time;
      }
    } catch (DateTimeException e) {
      // refused below
    }
    throw new ProblemException(
        Problem.parameter(
            name, given, "a time in UTC from the years 1 to 9999, such as 2026-11-21T04:00:00Z"));
  }

  /// A whole number from 1 to `max`.
  public Optional<Integer> count(String name, int max) {
    return text(name)
        .map(given -> {
          try {
            int number = Integer.parseInt(given);
            if (number >= 1 && number <= max) {
              return number;
            }
          } catch (NumberFormatException e) {
            // refused below
          }
          throw new ProblemException(
              Problem.parameter(name, given, "a whole number from 1 to " + max));
        });
  }

  /// One of several values, by their names.
  public <T> Optional<T> oneOf(String name, Map<String, T> choices) {
    return text(name)
        .map(given -> {
          @Nullable T chosen = choices.get(given);
          if (chosen == null) {
            throw new ProblemException(
                Problem.parameter(
                    name,
                    given,
                    "one of "
                        + String.join(", ", Closest.first(given, List.copyOf(choices.keySet())))));
          }
          return chosen;
        });
  }
}
