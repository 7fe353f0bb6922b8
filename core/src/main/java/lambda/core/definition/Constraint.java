package lambda.core.definition;

import com.google.re2j.Pattern;

/// What a user requires of a field beyond its type. A record that violates a constraint is
/// malformed.
public sealed interface Constraint {
  Field field();

  /// Completes "the field must". It is part of [StreamDefinition#contract], so its wording is
  /// stored.
  String requirement();

  /// The event satisfies a condition.
  record Check(Field field, Condition condition, String requirement) implements Constraint {}

  /// The whole string matches a regular expression. Matching takes time linear in the string; null
  /// matches.
  record Regex(Field field, String pattern) implements Constraint {
    /// @throws com.google.re2j.PatternSyntaxException if the pattern is invalid
    public Pattern compiled() {
      return Pattern.compile(pattern);
    }

    @Override
    public String requirement() {
      return "match " + pattern;
    }
  }
}
