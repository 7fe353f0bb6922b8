package lambda.batch.erasure;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Regular expressions that find JSON in bytes of any kind, written in hexadecimal. They find a
/// text whatever else is wrong with the bytes, in UTF-8 or UTF-16, with any of its characters
/// escaped. Pure.
final class ByteSearch {
  /// UTF-16 and UTF-32 put zeros between the bytes of other characters.
  private static final String ZEROS = "(?:00)*";

  private static final String SPACE = "(?:20|09|0A|0D|00)*";
  private static final String QUOTE = "22";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";
  private static final String ESCAPES = "\"\\/bfnrt";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private ByteSearch() {}

  /// Matches bytes that have, anywhere, a property with a value: a string, or a number with a
  /// fraction of zero. What follows the value may be cut off.
  static String property(String name, String value) {
    return "^(?:..)*?%s%s%s%s%s3A%s(?:%s)?%s%s(?:2E(?:30|00)*)?%s(?:$|22|20|09|0A|0D|2C|7D|5D)"
        .formatted(QUOTE, ZEROS, text(name), QUOTE, SPACE, SPACE, QUOTE, ZEROS, text(value), ZEROS);
  }

  /// Matches bytes that are nothing but a text, with or without quotes.
  static String whole(String text) {
    return "^%s(?:%s)?%s%s(?:%s)?%s$".formatted(ZEROS, QUOTE, ZEROS, text(text), QUOTE, ZEROS);
  }

  private static String text(String text) {
    return text.codePoints().mapToObj(ByteSearch::character).collect(Collectors.joining());
  }

  /// A character in every spelling, and the zeros after it.
  private static String character(int codePoint) {
    String character = Character.toString(codePoint);
    String escapes = character.chars().mapToObj(ByteSearch::escape).collect(Collectors.joining());
    Stream<String> spellings =
        Stream.of(
            hex(character, StandardCharsets.UTF_8),
            hex(character, StandardCharsets.UTF_16BE),
            hex(character, StandardCharsets.UTF_16LE),
            shortEscape(character),
            escapes);
    return spellings.distinct().collect(Collectors.joining("|", "(?:", ")")) + ZEROS;
  }

  /// A character as a backslash and another one, if JSON allows that; else the character itself.
  private static String shortEscape(String character) {
    int index = ESCAPED.indexOf(character);
    return index < 0
        ? hex(character, StandardCharsets.UTF_8)
        : "5C" + ZEROS + hex(ESCAPES.substring(index, index + 1), StandardCharsets.UTF_8);
  }

  /// A UTF-16 unit as `\` `u` and four digits, in either case.
  private static String escape(int unit) {
    String digits =
        "%04x"
            .formatted(unit)
            .chars()
            .mapToObj(ByteSearch::digit)
            .collect(Collectors.joining(ZEROS));
    return "5C" + ZEROS + "75" + ZEROS + digits + ZEROS;
  }

  private static String digit(int digit) {
    String lower = Character.toString(digit);
    return Stream.of(lower, lower.toUpperCase(Locale.ROOT))
        .map(text -> hex(text, StandardCharsets.US_ASCII))
        .distinct()
        .collect(Collectors.joining("|", "(?:", ")"));
  }

  private static String hex(String text, Charset charset) {
    return HEX.formatHex(text.getBytes(charset));
  }
}
