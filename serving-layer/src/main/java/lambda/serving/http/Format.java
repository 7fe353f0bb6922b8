package lambda.serving.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The media types that the API answers in, by the header `Accept` (RFC 9110, section 12.5.1).
public enum Format {
  JSON("application/json"),
  CSV("text/csv; charset=utf-8"),
  EVENTS("text/event-stream");

  private final String contentType;

  Format(String contentType) {
    this.contentType = contentType;
  }

  public String contentType() {
    return contentType;
  }

  private String mediaType() {
    return contentType.replaceAll(";.*", "");
  }

  /// A media range of the header.
  private record Range(String type, double quality) {
    /// How well it describes a media type: the more specific, the higher; 0 if it does not.
    int matches(String mediaType) {
      if (type.equals(mediaType)) {
        return 3;
      }
      if (type.equals(mediaType.substring(0, mediaType.indexOf('/')) + "/*")) {
        return 2;
      }
      return type.equals("*/*") ? 1 : 0;
    }
  }

  /// What the reader likes best of what is offered; of equals, the first.
  ///
  /// @param accept the header; null if there is none
  /// @throws ProblemException if it accepts none
  static Format choose(@Nullable String accept, List<Format> offered) {
    if (accept == null || accept.isBlank()) {
      return offered.getFirst();
    }
    List<Range> ranges = Arrays.stream(accept.split(",", -1)).map(Format::range).toList();
    Format best = offered.getFirst();
    double most = 0;
    for (Format format : offered) {
      double quality = quality(format, ranges);
      if (quality > most) {
        most = quality;
        best = format;
      }
    }
    if (most == 0) {
      throw new ProblemException(
          Problem.of(
              406,
              "Not acceptable",
              "this path does not answer as '%s'; accept %s"
                  .formatted(
                      accept,
                      offered.stream()
                          .map(Format::mediaType)
                          .collect(Collectors.joining(" or ")))));
    }
    return best;
  }

  /// The quality that the most specific range gives a format.
  private static double quality(Format format, List<Range> ranges) {
    double quality = 0;
    int most = 0;
    for (Range range : ranges) {
      int matches = range.matches(format.mediaType());
      if (matches > most) {
        most = matches;
        quality = range.quality;
      }
    }
    return quality;
  }

  private static Range range(String text) {
    String[] parts = text.split(";", -1);
    Optional<Double> quality =
        Arrays.stream(parts)
            .skip(1)
            .map(String::strip)
            .filter(part -> part.startsWith("q="))
            .findFirst()
            .map(part -> number(part.substring(2)));
    return new Range(parts[0].strip().toLowerCase(Locale.ROOT), quality.orElse(1.0));
  }

  private static double number(String text) {
    try {
      double number = Double.parseDouble(text);
      return number >= 0 && number <= 1 ? number : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
