package lambda.tests.equivalence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lambda.core.definition.Field;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.hour.Hour;
import lambda.generator.ledger.Ledger;
import lambda.generator.load.PlannedRecord;
import lambda.generator.maker.JsonFields;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// What a view must answer, computed from the records in the simplest way: each id once, unless it
/// was absent for an hour, and a [Ledger] for each group. Of the product it uses only the decoder.
final class PlainAnswer {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final StreamDefinition stream;
  private final ViewDefinition view;
  private final Map<List<@Nullable Object>, Ledger> groups = new HashMap<>();

  private PlainAnswer(EquivalenceCase given) {
    stream = given.stream();
    view = stream.views().getFirst();
  }

  /// The figures by window and key.
  static Map<Figure, Map<String, @Nullable BigDecimal>> to(EquivalenceCase given) {
    PlainAnswer answer = new PlainAnswer(given);
    EventDecoder decoder = new EventDecoder(answer.stream);
    Map<Instant, Set<String>> seen = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : given.log()) {
      Instant hour = Instant.ofEpochMilli(record.timestamp());
      if (decoder.decode(record.value(), new Hour(hour)) instanceof Event event) {
        Set<String> before = seen.getOrDefault(hour.minus(1, ChronoUnit.HOURS), Set.of());
        boolean first = seen.computeIfAbsent(hour, _ -> new HashSet<>()).add(event.id());
        if (first && !before.contains(event.id())) {
          answer.add(record.value(), event.time());
        }
      }
    }
    return answer.figures();
  }

  private void add(byte[] value, long time) {
    ObjectNode event = (ObjectNode) parse(value);
    if (JsonFields.value(event, stream.time()).isTextual()) {
      event.put(JsonFields.name(stream.time()), Instant.ofEpochMilli(time).toString());
    }
    groups
        .computeIfAbsent(key(event), _ -> Ledger.ofFigures(stream))
        .add(new PlannedRecord.Good(0, "", event, false));
  }

  private static JsonNode parse(byte[] value) {
    try {
      return JSON.readTree(new String(value, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<@Nullable Object> key(JsonNode event) {
    List<@Nullable Object> key = new ArrayList<>();
    for (Field field : view.groupBy()) {
      JsonNode value = JsonFields.value(event, field);
      if (value.isMissingNode() || value.isNull()) {
        key.add(null);
      } else if (value.isBoolean()) {
        key.add(value.booleanValue());
      } else if (value.isNumber()) {
        key.add(value.decimalValue());
      } else {
        key.add(
            value
                .asText()
                .codePoints()
                .limit(ViewDefinition.KEY_LENGTH)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
      }
    }
    return PlainValues.of(key);
  }

  private Map<Figure, Map<String, @Nullable BigDecimal>> figures() {
    Map<Figure, Map<String, @Nullable BigDecimal>> figures = new HashMap<>();
    for (Map.Entry<List<@Nullable Object>, Ledger> group : groups.entrySet()) {
      group
          .getValue()
          .figures(view.name())
          .forEach((window, keys) -> {
            for (Map<String, @Nullable BigDecimal> measures : keys.values()) {
              figures.put(new Figure(window.toEpochMilli(), group.getKey()), measures);
            }
          });
    }
    return figures;
  }
}
