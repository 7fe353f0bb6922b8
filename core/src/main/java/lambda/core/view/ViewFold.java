package lambda.core.view;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.Measure;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.definition.Window;
import lambda.core.event.Event;
import lambda.core.event.Predicates;
import lambda.core.hour.Hour;
import org.jspecify.annotations.Nullable;

/// One view as a fold: aggregates events to partials. The batch layer compiles the same definition
/// to SQL. One owner, one thread.
///
/// This is the hot path: an event of a known partial allocates nothing but boxes for numeric keys.
public final class ViewFold {
  private static final int PARTIAL_BYTES = 200;
  private static final int STATE_BYTES = 64;
  private static final int STRING_BYTES = 56;
  private static final int SKETCH_BYTES = 800;

  /// A sketch's table grows eightfold whenever it is nearly full.
  private static final int SKETCHED_VALUE_BYTES = 72;

  private final ViewDefinition view;
  private final Window window;
  private final Predicate<Event> filter;
  private final List<Accumulator.Factory> factories;
  private final GroupKey probe;
  private final int partialBytes;
  private final int eventBytes;
  private final Map<Hour, Map<GroupKey, Accumulator[]>> hours = new TreeMap<>();
  private @Nullable Hour currentHour;
  private Map<GroupKey, Accumulator[]> current = new HashMap<>();
  private long bytes;

  public ViewFold(StreamDefinition stream, ViewDefinition view) {
    this.view = view;
    window = view.window();
    List<Field> fields = stream.fields();
    filter = Predicates.compile(view.filter(), fields);
    factories = view.states().stream().map(state -> Accumulator.compile(state, fields)).toList();
    boolean[] strings = new boolean[view.groupBy().size()];
    for (int i = 0; i < strings.length; i++) {
      strings[i] = view.groupBy().get(i).type() instanceof FieldType.StringType;
    }
    int sketches =
        (int) view.states().stream().filter(Measure.CountDistinct.class::isInstance).count();
    partialBytes = PARTIAL_BYTES + STATE_BYTES * factories.size() + SKETCH_BYTES * sketches;
    eventBytes = SKETCHED_VALUE_BYTES * sketches;
    probe = new GroupKey(view.groupBy().stream().mapToInt(fields::indexOf).toArray(), strings);
  }

  public ViewDefinition view() {
    return view;
  }

  /// Adds one event that arrived in `hour`.
  public void add(Hour hour, Event event) {
    if (!filter.test(event)) {
      return;
    }
    if (!hour.equals(currentHour)) {
      current = hours.computeIfAbsent(hour, _ -> new HashMap<>());
      currentHour = hour;
    }
    probe.fill(window.startOf(event.time()), event);
    Accumulator[] states = current.get(probe);
    if (states == null) {
      states = factories.stream().map(Accumulator.Factory::create).toArray(Accumulator[]::new);
      current.put(probe.copy(), states);
      bytes += partialBytes + keyBytes();
    }
    bytes += eventBytes;
    for (Accumulator state : states) {
      state.add(event);
    }
  }

  private int keyBytes() {
    int sum = 0;
    for (int i = 0; i < view.groupBy().size(); i++) {
      sum += STRING_BYTES + (probe.value(i) instanceof String text ? 2 * text.length() : 0);
    }
    return sum;
  }

  /// Passes on every partial.
  public void forEach(Consumer<Partial> action) {
    hours.forEach((hour, partials) ->
        partials.forEach((key, states) -> {
          List<@Nullable Object> stored = new ArrayList<>(states.length);
          for (Accumulator state : states) {
            stored.add(state.state());
          }
          action.accept(new Partial(hour, key.windowStart(), values(key), stored));
        }));
  }

  private List<@Nullable Object> values(GroupKey key) {
    List<@Nullable Object> values = new ArrayList<>(view.groupBy().size());
    for (int i = 0; i < view.groupBy().size(); i++) {
      values.add(value(view.groupBy().get(i).type(), key.value(i)));
    }
    return values;
  }

  private static @Nullable Object value(FieldType type, @Nullable Object folded) {
    if (!(folded instanceof Long number)) {
      return folded;
    }
    return switch (type) {
      case FieldType.DecimalType decimal -> BigDecimal.valueOf(number, decimal.scale());
      case FieldType.BooleanType _ -> number == 1;
      case FieldType.StringType _, FieldType.LongType _, FieldType.DoubleType _ -> number;
    };
  }

  /// The number of partials.
  public int size() {
    return hours.values().stream().mapToInt(Map::size).sum();
  }

  /// An estimate of the memory that the partials take; rather too high than too low.
  public long bytes() {
    return bytes;
  }

  /// Discards all partials, once they are stored or will be folded again.
  public void clear() {
    hours.clear();
    currentHour = null;
    bytes = 0;
  }
}
