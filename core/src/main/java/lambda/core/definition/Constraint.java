package lambda.core.definition;

import com.google.re2j.Pattern;

/// What a user demands of a field beyond its type. A record that breaks a rule is malformed.
public sealed interface Constraint {
  Field field();

  /// What is demanded, to follow "the field must".
  String demand();

  /// A condition holds for the event.
  record Holds(Field field, Condition condition, String demand) implements Constraint {}

  /// The whole text matches a pattern, in time that grows with the text only; null matches.
  record Matches(Field field, String pattern) implements Constraint {
    /// @throws com.google.re2j.PatternSyntaxException if it is no pattern
    public Pattern compiled() {
      return Pattern.compile(pattern);
    }

    @Override
    public String demand() {
      return "match " + pattern;
    }
  }
}
