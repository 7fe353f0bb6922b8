package lambda.generator.maker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import lambda.core.definition.Condition;
import lambda.core.definition.Condition.Operator;
import lambda.core.definition.Constant;
import lambda.core.definition.Constraint;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;

/// Makes events of any stream from its schema alone: strings like `city-3` by Zipf's law, numbers
/// within the ranges of its constraints, one of the values where a constraint lists them.
final class SchemaMaker implements EventMaker {
  private static final int TEXTS = 50;
  private static final double MISSING = 0.1;
  private static final long USUAL_SPAN = 1000;
  private static final int ATTEMPTS = 100;

  private final StreamDefinition stream;
  private final EventDecoder decoder;
  private final Zipf textLaw;
  private final Map<Field, List<Condition.Comparison>> demands = new HashMap<>();

  SchemaMaker(StreamDefinition stream, double zipf) {
    this.stream = stream;
    decoder = new EventDecoder(stream);
    textLaw = new Zipf(TEXTS, zipf);
    for (Field field : stream.fields()) {
      demands.put(
          field,
          stream.constraints().stream()
              .filter(constraint -> constraint.field().equals(field))
              .flatMap(SchemaMaker::comparisons)
              .toList());
    }
  }

  private static Stream<Condition.Comparison> comparisons(Constraint constraint) {
    return switch (constraint) {
      case Constraint.Check check -> comparisons(check.condition());
      case Constraint.Regex _ -> Stream.empty();
    };
  }

  private static Stream<Condition.Comparison> comparisons(Condition condition) {
    return switch (condition) {
      case Condition.And(List<Condition> parts) -> parts.stream().flatMap(SchemaMaker::comparisons);
      case Condition.Or(List<Condition> parts) -> parts.stream().flatMap(SchemaMaker::comparisons);
      case Condition.Not _, Condition.IsNull _ -> Stream.empty();
      case Condition.Comparison comparison -> Stream.of(comparison);
    };
  }

  @Override
  public ObjectNode make(RandomGenerator random, String id, long time) {
    String reason = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      ObjectNode event = draw(random, id, time);
      var decoded =
          decoder.decode(
              event.toString().getBytes(StandardCharsets.UTF_8),
              Hour.of(Instant.ofEpochMilli(time)));
      if (decoded instanceof Event) {
        return event;
      }
      reason = decoded.toString();
    }
    throw LambdaException.badInput(
        "the generator cannot make an event of stream %s that satisfies its constraints: %s"
            .formatted(stream.name(), reason));
  }

  private ObjectNode draw(RandomGenerator random, String id, long time) {
    ObjectNode event = JsonFields.object();
    for (Field field : stream.fields()) {
      put(JsonFields.parent(event, field), JsonFields.name(field), field, random, id, time);
    }
    return event;
  }

  private void put(
      ObjectNode record, String name, Field field, RandomGenerator random, String id, long time) {
    if (field.equals(stream.id())) {
      record.put(name, id);
    } else if (field.equals(stream.time())) {
      if (field.type() instanceof FieldType.StringType) {
        record.put(name, Instant.ofEpochMilli(time).toString());
      } else {
        record.put(name, time);
      }
    } else if (!field.nullable() || random.nextDouble() >= MISSING) {
      switch (field.type()) {
        case FieldType.StringType _ -> record.put(name, text(field, random));
        case FieldType.LongType _ -> record.put(name, exact(field, random, 0));
        case FieldType.DecimalType decimal ->
            record.put(
                name, BigDecimal.valueOf(exact(field, random, decimal.scale()), decimal.scale()));
        case FieldType.DoubleType _ -> record.put(name, random.nextDouble());
        case FieldType.BooleanType _ -> record.put(name, random.nextBoolean());
      }
    }
  }

  private String text(Field field, RandomGenerator random) {
    List<String> allowed =
        demands.getOrDefault(field, List.of()).stream()
            .map(Condition.Comparison::constant)
            .filter(Constant.StringValue.class::isInstance)
            .map(constant -> ((Constant.StringValue) constant).value())
            .toList();
    int rank = textLaw.next(random);
    return allowed.isEmpty() ? field.column() + "-" + rank : allowed.get(rank % allowed.size());
  }

  /// The unscaled value of a number that the constraints allow.
  private long exact(Field field, RandomGenerator random, int scale) {
    long low = 0;
    long high = BigDecimal.valueOf(USUAL_SPAN).movePointRight(scale).longValueExact();
    for (Condition.Comparison demand : demands.getOrDefault(field, List.of())) {
      if (demand.constant() instanceof Constant.ExactValue(long bound, _)) {
        low = demand.operator() == Operator.GTE ? bound : low;
        high = demand.operator() == Operator.LTE ? bound : high;
      }
    }
    return high <= low ? low : random.nextLong(low, high);
  }
}
