package lambda.generator.load;

import java.util.stream.Stream;
import lambda.core.definition.StreamDefinition;

/// The values of the records that a load would send, without sending them.
public final class Records {
  private Records() {}

  /// Endless, in the order of arrival.
  public static Stream<String> of(LoadSpec spec, StreamDefinition stream) {
    Load load = new Load(spec, stream);
    return Stream.generate(() -> load.next().value());
  }
}
