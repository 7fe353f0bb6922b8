package lambda.generator.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigDecimal;
import java.util.TreeSet;
import lambda.core.definition.Field;
import lambda.core.definition.Measure;
import lambda.generator.maker.JsonFields;
import org.jspecify.annotations.Nullable;

/// One folded measure of one window and key, computed naively: a decimal number, or a set of
/// strings. One owner.
final class ExactAggregate {
  private final Measure.Folded measure;
  private final TreeSet<String> values = new TreeSet<>();
  private @Nullable BigDecimal number;

  ExactAggregate(Measure.Folded measure) {
    this.measure = measure;
    number =
        switch (measure) {
          case Measure.Count _, Measure.Sum _ -> BigDecimal.ZERO;
          case Measure.Min _, Measure.Max _, Measure.CountDistinct _ -> null;
        };
  }

  /// Adds an event that passes the filters.
  void add(JsonNode event) {
    switch (measure) {
      case Measure.Count count -> {
        if (count.field().map(field -> ReferenceView.has(event, field)).orElse(true)) {
          merge(BigDecimal.ONE);
        }
      }
      case Measure.Sum sum -> merge(number(event, sum.field()));
      case Measure.Min min -> merge(number(event, min.field()));
      case Measure.Max max -> merge(number(event, max.field()));
      case Measure.CountDistinct distinct -> {
        if (ReferenceView.has(event, distinct.field())) {
          values.add(JsonFields.value(event, distinct.field()).asText());
        }
      }
    }
  }

  private static @Nullable BigDecimal number(JsonNode event, Field field) {
    return ReferenceView.has(event, field) ? JsonFields.value(event, field).decimalValue() : null;
  }

  private void merge(@Nullable BigDecimal other) {
    BigDecimal mine = number;
    if (other == null) {
      return;
    }
    number =
        mine == null
            ? other
            : switch (measure) {
              case Measure.Count _, Measure.Sum _ -> mine.add(other);
              case Measure.Min _ -> mine.min(other);
              case Measure.Max _ -> mine.max(other);
              case Measure.CountDistinct _ ->
                  throw new IllegalStateException("a set has no number");
            };
  }

  /// Adds what [#toJson] gave.
  void merge(JsonNode json) {
    if (json.isArray()) {
      json.forEach(value -> values.add(value.asText()));
    } else if (json.isNumber()) {
      merge(json.decimalValue());
    }
  }

  JsonNode toJson() {
    if (measure instanceof Measure.CountDistinct) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      values.forEach(array::add);
      return array;
    }
    return number == null ? NullNode.getInstance() : JsonNodeFactory.instance.numberNode(number);
  }

  /// The figure; null if there is none.
  @Nullable BigDecimal figure() {
    return measure instanceof Measure.CountDistinct ? BigDecimal.valueOf(values.size()) : number;
  }
}
