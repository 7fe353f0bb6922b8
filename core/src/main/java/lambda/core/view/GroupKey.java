package lambda.core.view;

import java.util.Arrays;
import lambda.core.definition.ViewDefinition;
import lambda.core.event.Event;
import org.jspecify.annotations.Nullable;

/// A window and the values of the group-by fields. One is filled again and again to look partials
/// up; what is kept in the table is a copy.
final class GroupKey {
  private final int[] fields;
  private final boolean[] text;
  private final @Nullable Object[] values;
  private long windowStart;
  private int hash;

  /// @param fields the positions of the group-by fields
  /// @param text which of them are texts
  GroupKey(int[] fields, boolean[] text) {
    this.fields = fields;
    this.text = text;
    values = new @Nullable Object[fields.length];
  }

  private GroupKey(GroupKey other) {
    fields = other.fields;
    text = other.text;
    values = other.values.clone();
    windowStart = other.windowStart;
    hash = other.hash;
  }

  void fill(long start, Event event) {
    windowStart = start;
    int mixed = Long.hashCode(start);
    for (int i = 0; i < fields.length; i++) {
      Object value = value(event, i);
      values[i] = value;
      mixed = mixed * 31 + (value == null ? 0 : value.hashCode());
    }
    hash = mixed;
  }

  private @Nullable Object value(Event event, int i) {
    if (!event.has(fields[i])) {
      return null;
    }
    return text[i] ? cut(event.text(fields[i])) : (Object) event.number(fields[i]);
  }

  /// The text as it stands in a key.
  private static String cut(String text) {
    return text.length() <= ViewDefinition.KEY_LENGTH
            || text.codePointCount(0, text.length()) <= ViewDefinition.KEY_LENGTH
        ? text
        : text.substring(0, text.offsetByCodePoints(0, ViewDefinition.KEY_LENGTH));
  }

  GroupKey copy() {
    return new GroupKey(this);
  }

  long windowStart() {
    return windowStart;
  }

  /// A text, or the number that [Event#number] gives, or null.
  @Nullable Object value(int i) {
    return values[i];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GroupKey key
        && hash == key.hash
        && windowStart == key.windowStart
        && Arrays.equals(values, key.values);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
