package lambda.launcher.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import lambda.core.config.Settings;
import lambda.core.hour.Hour;
import lambda.serving.api.Workflows;
import lambda.workflows.client.WorkflowStarter;
import lambda.workflows.hour.LambdaHour;
import lambda.workflows.input.HourInput;
import org.jspecify.annotations.Nullable;

/// The workflows of Temporal, for the API. Thread-safe; close it.
public final class ApiWorkflows implements Workflows, AutoCloseable {
  private final Config config;
  private final WorkflowStarter starter;

  /// The settings that it needs.
  public record Config(String temporal, String namespace, Optional<URI> ui) {
    public static Config from(Settings settings) {
      return new Config(
          settings.text("LAMBDA_TEMPORAL", "127.0.0.1:7233"),
          settings.text("LAMBDA_TEMPORAL_NAMESPACE", "default"),
          settings.optionalAddress("LAMBDA_TEMPORAL_UI"));
    }
  }

  public ApiWorkflows(Config config) {
    this.config = config;
    starter = new WorkflowStarter(config.temporal, config.namespace);
  }

  @Override
  public List<String> types() {
    return WorkflowStarter.types();
  }

  @Override
  public Link ofHour(String stream, Hour hour) {
    String id = LambdaHour.id(new HourInput(stream, hour.toString()));
    return new Link(id, url(id));
  }

  @Override
  public Started start(String type, JsonNode input) {
    String id = starter.start(type, input);
    return new Started(type, id, url(id));
  }

  /// Ids consist of letters that need no escape in a path, except the colons of hours.
  private @Nullable String url(String id) {
    return config
        .ui
        .map(ui ->
            "%s/namespaces/%s/workflows/%s"
                .formatted(
                    ui.toString().replaceAll("/+$", ""),
                    config.namespace,
                    id.replace(":", "%3A").replace("/", "%2F")))
        .orElse(null);
  }

  @Override
  public void close() {
    starter.close();
  }
}
