package lambda.core.parse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.core.definition.Condition;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.Measure;
import lambda.core.definition.ViewDefinition;
import lambda.core.definition.Window;

/// Reads the views of a stream.
final class ViewParser {
  /// At most so many text fields in a key: an index entry of Postgres must hold them.
  static final int MAX_TEXT_KEYS = 3;

  private static final Set<String> PROPERTIES =
      Set.of("view", "window", "filter", "group_by", "measures");

  /// Columns that every table of a view has besides its keys and measures.
  private static final Set<String> RESERVED =
      Set.of("hour", "window_start", "source", "gone", "changed_in");

  /// `serving.<view>_partials` stands beside each view.
  private static final String PARTIALS = "_partials";

  private static final Map<String, Window> WINDOWS =
      Stream.of(Window.values()).collect(Collectors.toMap(Window::unit, Function.identity()));

  private final List<Field> fields;
  private final ParseErrors faults;

  ViewParser(List<Field> fields, ParseErrors faults) {
    this.fields = fields;
    this.faults = faults;
  }

  List<ViewDefinition> parse(YamlNode node) {
    if (node.items().isEmpty()) {
      faults.add(node, "views: declare at least one");
    }
    List<ViewDefinition> views = new ArrayList<>();
    for (YamlNode item : node.items()) {
      ViewDefinition view = view(item);
      if (views.stream().anyMatch(other -> other.name().equals(view.name()))) {
        faults.add(item, "view '%s' is declared twice".formatted(view.name()));
      }
      views.add(view);
    }
    return views;
  }

  private ViewDefinition view(YamlNode node) {
    MappingReader reader = new MappingReader(node, PROPERTIES, faults);
    String name = reader.name("view");
    if (name.endsWith(PARTIALS)) {
      faults.add(node, "view '%s': names that end in %s are taken".formatted(name, PARTIALS));
    }
    Window window = WINDOWS.getOrDefault(reader.oneOf("window", WINDOWS.keySet()), Window.MINUTE);
    ConditionParser conditions = new ConditionParser(fields, faults);
    Condition filter = reader.get("filter").map(conditions::parse).orElse(Condition.always());
    List<Field> groupBy = reader.get("group_by").map(this::groupBy).orElse(List.of());
    List<Measure> measures =
        reader.get("measures").map(new MeasureParser(fields, faults)::parse).orElse(List.of());
    if (measures.isEmpty()) {
      faults.add(node, "measures: declare at least one, as in 'measures: { pageviews: count }'");
    }
    ViewDefinition view = new ViewDefinition(name, window, filter, groupBy, measures);
    refuseSharedColumns(node, view);
    return view;
  }

  private List<Field> groupBy(YamlNode node) {
    if (!node.isSequence()) {
      faults.add(node, "group_by: must be a list of fields, as in [postcode]");
    }
    List<Field> groupBy = new ArrayList<>();
    for (YamlNode item : node.items()) {
      String path = item.scalar().orElse("");
      MappingReader.field(item, path, fields, faults)
          .ifPresent(field -> {
            if (field.type() instanceof FieldType.DoubleType) {
              faults.add(
                  item,
                  "'%s' is a floating-point number, which makes no key; declare it as a decimal"
                      .formatted(path));
            }
            groupBy.add(field);
          });
    }
    long texts =
        groupBy.stream().filter(field -> field.type() instanceof FieldType.StringType).count();
    if (texts > MAX_TEXT_KEYS) {
      faults.add(node, "group_by: at most %d text fields make a key".formatted(MAX_TEXT_KEYS));
    }
    return groupBy;
  }

  private void refuseSharedColumns(YamlNode node, ViewDefinition view) {
    Set<String> columns = new HashSet<>(RESERVED);
    Stream<String> quotients =
        view.measures().stream().filter(Measure.Quotient.class::isInstance).map(Measure::name);
    Stream.of(view.keyColumns().stream(), view.stateColumns().stream(), quotients)
        .flatMap(Function.identity())
        .filter(column -> !columns.add(column))
        .forEach(column ->
            faults.add(
                node,
                "view '%s': the column '%s' is taken; give the measure another name"
                    .formatted(view.name(), column)));
  }
}
