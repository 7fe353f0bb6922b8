package lambda.core.view;

import java.util.Arrays;
import lambda.core.definition.ViewDefinition;
import lambda.core.event.Event;
import org.jspecify.annotations.Nullable;

/// A window and the values of the group-by fields. One mutable key is refilled to look up partials;
/// the table keeps copies of it.
final class GroupKey {
  private final int[] fields;
  private final boolean[] strings;
  private final @Nullable Object[] values;
  private long windowStart;
  private int hash;

  /// @param fields the positions of the group-by fields
  /// @param strings which of them are strings
  GroupKey(int[] fields, boolean[] strings) {
    this.fields = fields;
    this.strings = strings;
    values = new @Nullable Object[fields.length];
  }

  private GroupKey(GroupKey other) {
    fields = other.fields;
    strings = other.strings;
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
    return strings[i] ? cut(event.asString(fields[i])) : (Object) event.asLong(fields[i]);
  }

  /// The string, cut to a key's maximum length.
  private static String cut(String value) {
    return value.length() <= ViewDefinition.KEY_LENGTH
            || value.codePointCount(0, value.length()) <= ViewDefinition.KEY_LENGTH
        ? value
        : value.substring(0, value.offsetByCodePoints(0, ViewDefinition.KEY_LENGTH));
  }

  GroupKey copy() {
    return new GroupKey(this);
  }

  long windowStart() {
    return windowStart;
  }

  /// A String, the Long that [Event#asLong] returns, or null.
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
