package lambda.generator.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lambda.core.definition.Condition;
import lambda.core.definition.Constant;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.Measure;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.definition.Window;
import lambda.generator.maker.JsonFields;
import org.jspecify.annotations.Nullable;

/// Computes naively what a view must answer, from the JSON that was sent: no decoder, no fold, no
/// database, exact sets instead of sketches. Its purpose is to check those. Not thread-safe.
final class ReferenceView {
  /// Keys by their values, one after the other.
  private static final Comparator<List<@Nullable String>> KEY_ORDER = ReferenceView::compareKeys;

  private final StreamDefinition stream;
  private final ViewDefinition view;
  private final SortedMap<
          Instant, SortedMap<List<@Nullable String>, Map<Measure.Folded, ExactAggregate>>>
      figures = new TreeMap<>();

  ReferenceView(StreamDefinition stream, ViewDefinition view) {
    this.stream = stream;
    this.view = view;
  }

  ViewDefinition view() {
    return view;
  }

  /// Adds a well-formed event.
  void add(JsonNode event) {
    if (!holds(view.filter(), event)) {
      return;
    }
    aggregates(start(view.window(), time(event)), key(event))
        .forEach((measure, aggregate) -> {
          if (holds(measure.filter(), event)) {
            aggregate.add(event);
          }
        });
  }

  private Map<Measure.Folded, ExactAggregate> aggregates(
      Instant window, List<@Nullable String> key) {
    return figures
        .computeIfAbsent(window, _ -> new TreeMap<>(KEY_ORDER))
        .computeIfAbsent(
            key,
            _ -> {
              Map<Measure.Folded, ExactAggregate> aggregates = new LinkedHashMap<>();
              view.states()
                  .forEach(measure -> aggregates.put(measure, new ExactAggregate(measure)));
              return aggregates;
            });
  }

  private Instant time(JsonNode event) {
    JsonNode time = JsonFields.value(event, stream.time());
    return time.isTextual()
        ? OffsetDateTime.parse(time.asText()).toInstant()
        : Instant.ofEpochMilli(time.asLong());
  }

  private static Instant start(Window window, Instant time) {
    OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
    return switch (window) {
      case MINUTE -> utc.truncatedTo(ChronoUnit.MINUTES).toInstant();
      case HOUR -> utc.truncatedTo(ChronoUnit.HOURS).toInstant();
      case DAY -> utc.truncatedTo(ChronoUnit.DAYS).toInstant();
      case MONTH -> utc.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant();
    };
  }

  private List<@Nullable String> key(JsonNode event) {
    List<@Nullable String> key = new ArrayList<>();
    view.groupBy().forEach(field -> key.add(keyPart(event, field)));
    return key;
  }

  private static @Nullable String keyPart(JsonNode event, Field field) {
    if (!has(event, field)) {
      return null;
    }
    return switch (field.type()) {
      case FieldType.DecimalType decimal ->
          JsonFields.value(event, field).decimalValue().setScale(decimal.scale()).toPlainString();
      case FieldType.StringType _ -> beginning(JsonFields.value(event, field).asText());
      case FieldType.LongType _, FieldType.DoubleType _, FieldType.BooleanType _ ->
          JsonFields.value(event, field).asText();
    };
  }

  /// The part of a string that a key holds.
  private static String beginning(String text) {
    return text.codePoints()
        .limit(ViewDefinition.KEY_LENGTH)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static int compareKeys(List<@Nullable String> one, List<@Nullable String> other) {
    Comparator<@Nullable String> values = Comparator.nullsFirst(Comparator.naturalOrder());
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int order = values.compare(one.get(i), other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  static boolean has(JsonNode event, Field field) {
    JsonNode value = JsonFields.value(event, field);
    return !value.isMissingNode() && !value.isNull();
  }

  private static boolean holds(Condition condition, JsonNode event) {
    return switch (condition) {
      case Condition.And(List<Condition> parts) ->
          parts.stream().allMatch(part -> holds(part, event));
      case Condition.Or(List<Condition> parts) ->
          parts.stream().anyMatch(part -> holds(part, event));
      case Condition.Not(Condition part) -> !holds(part, event);
      case Condition.IsNull(Field field) -> !has(event, field);
      case Condition.Comparison(Field field, Condition.Operator operator, Constant constant) ->
          has(event, field) && operator.test(compare(JsonFields.value(event, field), constant));
    };
  }

  private static int compare(JsonNode value, Constant constant) {
    return switch (constant) {
      case Constant.StringValue(String text) -> value.asText().compareTo(text);
      case Constant.ExactValue exact ->
          value.decimalValue().compareTo(new BigDecimal(exact.toString()));
      case Constant.DoubleValue(double real) -> Double.compare(value.doubleValue(), real);
      case Constant.BooleanValue(boolean expected) ->
          Boolean.compare(value.booleanValue(), expected);
    };
  }

  /// For each window and key, the figures of the view's measures, in order.
  Map<Instant, Map<List<@Nullable String>, Map<String, @Nullable BigDecimal>>> figures() {
    Map<Instant, Map<List<@Nullable String>, Map<String, @Nullable BigDecimal>>> answer =
        new TreeMap<>();
    figures.forEach((window, keys) ->
        keys.forEach((key, aggregates) ->
            answer
                .computeIfAbsent(window, _ -> new TreeMap<>(KEY_ORDER))
                .put(key, figures(aggregates))));
    return answer;
  }

  private Map<String, @Nullable BigDecimal> figures(
      Map<Measure.Folded, ExactAggregate> aggregates) {
    Map<String, @Nullable BigDecimal> figures = new LinkedHashMap<>();
    for (Measure measure : view.measures()) {
      figures.put(measure.name(), figure(measure, aggregates));
    }
    return figures;
  }

  private static @Nullable BigDecimal figure(
      Measure measure, Map<Measure.Folded, ExactAggregate> aggregates) {
    return switch (measure) {
      case Measure.Folded folded -> aggregate(aggregates, folded).figure();
      case Measure.Quotient(_, Measure.Folded dividend, Measure.Folded divisor) -> {
        BigDecimal over = aggregate(aggregates, dividend).figure();
        BigDecimal under = aggregate(aggregates, divisor).figure();
        yield over == null || under == null || under.signum() == 0
            ? null
            : over.divide(under, Measure.QUOTIENT_SCALE, RoundingMode.HALF_UP);
      }
    };
  }

  private static ExactAggregate aggregate(
      Map<Measure.Folded, ExactAggregate> aggregates, Measure.Folded measure) {
    ExactAggregate aggregate = aggregates.get(measure);
    if (aggregate == null) {
      throw new IllegalStateException("no aggregate for " + measure);
    }
    return aggregate;
  }

  /// A list of `{window, key, measures}`.
  ArrayNode toJson() {
    ArrayNode rows = JsonFields.object().putArray("rows");
    figures.forEach((window, keys) ->
        keys.forEach((key, aggregates) -> {
          ObjectNode row = rows.addObject().put("window", window.toString());
          ArrayNode values = row.putArray("key");
          key.forEach(values::add);
          ObjectNode states = row.putObject("states");
          aggregates.forEach(
              (measure, aggregate) -> states.set(measure.name(), aggregate.toJson()));
          ObjectNode measures = row.putObject("measures");
          figures(aggregates).forEach(measures::put);
        }));
    return rows;
  }

  /// Adds what [#toJson] gave.
  void merge(JsonNode rows) {
    for (JsonNode row : rows) {
      List<@Nullable String> key = new ArrayList<>();
      row.path("key").forEach(value -> key.add(value.isNull() ? null : value.asText()));
      aggregates(Instant.parse(row.path("window").asText()), key)
          .forEach(
              (measure, aggregate) -> aggregate.merge(row.path("states").path(measure.name())));
    }
  }
}
