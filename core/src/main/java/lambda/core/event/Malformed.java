package lambda.core.event;

import java.util.regex.Pattern;

/// The record is not an event of its stream.
///
/// @param reason one line for people; it names the field if there is one. What no file or terminal
///   can take of the record's own text (control characters, halves of surrogate pairs) is U+FFFD
/// @param beyondTimeLimit whether the reason is the stream's [lambda.core.definition.TimeLimit]
public record Malformed(String reason, boolean beyondTimeLimit) implements Decoded {
  private static final Pattern NOT_TEXT = Pattern.compile("[\\p{Cc}\\p{Cs}]");

  public Malformed(String reason) {
    this(reason, false);
  }

  public Malformed {
    reason = NOT_TEXT.matcher(reason).replaceAll("\uFFFD");
  }
}
