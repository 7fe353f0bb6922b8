package lambda.core.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lambda.core.definition.Field;
import lambda.core.definition.Measure;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.event.Event;
import lambda.core.hour.Hour;
import org.jspecify.annotations.Nullable;

/// One view as a fold: adds events up into partials. Its twin is the SQL that the batch layer
/// compiles from the same definition. One owner, one thread.
public final class ViewFold {
  private final ViewDefinition view;
  private final int[] keyPositions;
  private final Map<PartialKey, long[]> partials = new HashMap<>();

  public ViewFold(StreamDefinition stream, ViewDefinition view) {
    this.view = view;
    List<Field> fields = stream.fields();
    keyPositions = view.groupBy().stream().mapToInt(fields::indexOf).toArray();
  }

  public ViewDefinition view() {
    return view;
  }

  /// Adds one event that arrived in `hour`.
  public void add(Hour hour, Event event) {
    List<@Nullable Object> key = new ArrayList<>(keyPositions.length);
    for (int position : keyPositions) {
      key.add(event.values().get(position));
    }
    PartialKey partial = new PartialKey(hour, view.window().startOf(event.time()), key);
    long[] state = partials.computeIfAbsent(partial, k -> new long[view.measures().size()]);
    for (int i = 0; i < state.length; i++) {
      state[i] = folded(view.measures().get(i).kind(), state[i]);
    }
  }

  private static long folded(Measure.Kind kind, long state) {
    return switch (kind) {
      case COUNT -> state + 1;
    };
  }

  /// Every partial with the values of the view's measures, in order. A view of the live state.
  public Set<Map.Entry<PartialKey, long[]>> partials() {
    return Collections.unmodifiableSet(partials.entrySet());
  }

  public int size() {
    return partials.size();
  }

  /// Forgets everything: the partials are stored, or will be folded again.
  public void clear() {
    partials.clear();
  }
}
