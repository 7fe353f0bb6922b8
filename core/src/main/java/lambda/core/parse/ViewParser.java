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
  /// The maximum number of string fields in a key: an index entry of Postgres must hold them.
  static final int MAX_STRING_KEYS = 3;

  private static final Set<String> PROPERTIES =
      Set.of("view", "window", "filter", "group_by", "measures");

  /// Columns that every table of a view has in addition to its keys and measures.
  private static final Set<String> RESERVED =
      Set.of("hour", "window_start", "source", "gone", "changed_in");

  /// Every view also has `serving.<view>_partials`.
  private static final String PARTIALS = "_partials";

  private static final Map<String, Window> WINDOWS =
      Stream.of(Window.values()).collect(Collectors.toMap(Window::unit, Function.identity()));

  private final List<Field> fields;
  private final ParseErrors errors;

  ViewParser(List<Field> fields, ParseErrors errors) {
    this.fields = fields;
    this.errors = errors;
  }

  List<ViewDefinition> parse(YamlNode node) {
    if (node.items().isEmpty()) {
      errors.add(node, "'views' must declare at least one view");
    }
    List<ViewDefinition> views = new ArrayList<>();
    for (YamlNode item : node.items()) {
      ViewDefinition view = view(item);
      if (views.stream().anyMatch(other -> other.name().equals(view.name()))) {
        errors.add(item, "view '%s' is declared twice".formatted(view.name()));
      }
      views.add(view);
    }
    return views;
  }

  private ViewDefinition view(YamlNode node) {
    MappingReader reader = new MappingReader(node, PROPERTIES, errors);
    String name = reader.name("view");
    if (name.endsWith(PARTIALS)) {
      errors.add(node, "view '%s': names that end in %s are reserved".formatted(name, PARTIALS));
    }
    Window window = WINDOWS.getOrDefault(reader.oneOf("window", WINDOWS.keySet()), Window.MINUTE);
    ConditionParser conditions = new ConditionParser(fields, errors);
    Condition filter = reader.get("filter").map(conditions::parse).orElse(Condition.always());
    List<Field> groupBy = reader.get("group_by").map(this::groupBy).orElse(List.of());
    List<Measure> measures =
        reader.get("measures").map(new MeasureParser(fields, errors)::parse).orElse(List.of());
    if (measures.isEmpty()) {
      errors.add(node, "'measures' must declare at least one, such as { pageviews: count }");
    }
    ViewDefinition view = new ViewDefinition(name, window, filter, groupBy, measures);
    refuseSharedColumns(node, view);
    return view;
  }

  private List<Field> groupBy(YamlNode node) {
    if (!node.isSequence()) {
      errors.add(node, "'group_by' must be a list of fields, such as [postcode]");
    }
    List<Field> groupBy = new ArrayList<>();
    for (YamlNode item : node.items()) {
      String path = item.scalar().orElse("");
      MappingReader.field(item, path, fields, errors)
          .ifPresent(field -> {
            if (field.type() instanceof FieldType.DoubleType) {
              errors.add(
                  item,
                  "'%s' is a double, which cannot be part of a key; declare it as a decimal"
                      .formatted(path));
            }
            groupBy.add(field);
          });
    }
    long strings =
        groupBy.stream().filter(field -> field.type() instanceof FieldType.StringType).count();
    if (strings > MAX_STRING_KEYS) {
      errors.add(
          node, "'group_by' may contain at most %d string fields".formatted(MAX_STRING_KEYS));
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
            errors.add(
                node,
                "view '%s': the column '%s' is taken; give the measure another name"
                    .formatted(view.name(), column)));
  }
}
