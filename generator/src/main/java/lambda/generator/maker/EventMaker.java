package lambda.generator.maker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.random.RandomGenerator;
import lambda.core.definition.StreamDefinition;

/// Makes events of one stream. The same random numbers give the same events.
public interface EventMaker {
  /// @param time when it happened, milliseconds since the epoch
  ObjectNode make(RandomGenerator random, String id, long time);

  /// A maker for the stream: one written for it, or else one that follows the schema.
  ///
  /// @param zipf the exponent of Zipf's law for skewed fields
  static EventMaker of(StreamDefinition stream, double zipf) {
    return switch (stream.name()) {
      case "pageviews" -> new PageviewMaker(zipf);
      case "clickstream" -> new ClickMaker(zipf);
      case "transactions" -> new TransactionMaker(zipf);
      default -> new SchemaMaker(stream, zipf);
    };
  }
}
