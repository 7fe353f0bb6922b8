package lambda.launcher.command;

import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import lambda.batch.BatchConfig;
import lambda.batch.BatchLayer;
import lambda.core.config.Settings;
import lambda.core.definition.StreamDefinition;
import lambda.launcher.stack.LocalStack;
import lambda.launcher.stack.ServerErrors;
import org.jspecify.annotations.Nullable;

/// Queries the batch layer of a stack about its streams.
final class BatchAccess {
  private BatchAccess() {}

  /// @param stream only this one; null for all
  /// @param query takes the name of a stream
  /// @return a result for each stream
  static <T> List<T> query(
      LocalStack stack, @Nullable String stream, BiFunction<BatchLayer, String, T> query) {
    return ServerErrors.postgres(
        stack,
        () -> {
          BatchConfig config = Settings.read(stack.environment(), BatchConfig::from);
          try (BatchLayer batch = new BatchLayer(config, InstantSource.system())) {
            Stream<StreamDefinition> streams =
                stream == null
                    ? batch.streams().all().stream()
                    : Stream.of(batch.streams().stream(stream));
            return streams.map(definition -> query.apply(batch, definition.name())).toList();
          }
        });
  }
}
