package lambda.serving.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import org.jspecify.annotations.Nullable;

/// The workflows of the batch layer, as the API starts them and points to them. Thread-safe.
public interface Workflows {

  /// Where a workflow can be looked at.
  ///
  /// @param url in the Temporal UI; null if its address is not set
  record Link(String id, @Nullable String url) {}

  /// A workflow that was started, or was running already.
  record Started(String type, String id, @Nullable String url) {}

  /// The types that can be started.
  List<String> types();

  /// The workflow that takes an hour from closed to sealed.
  Link ofHour(String stream, Hour hour);

  /// @param type one of [#types]
  /// @throws LambdaException of category bad input if the input is wrong; to be retried if the
  ///   server of workflows does not answer
  Started start(String type, JsonNode input);
}
