package lambda.launcher.command;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import lambda.batch.BatchConfig;
import lambda.core.config.Settings;
import lambda.launcher.stack.ApiDeadLetters;
import lambda.launcher.stack.ApiWorkflows;
import lambda.launcher.stack.DefinitionCheck;
import lambda.launcher.stack.Reachability;
import lambda.launcher.stack.Setup;
import lambda.serving.api.ApiConfig;
import lambda.serving.api.ApiProcess;
import lambda.speed.SpeedConfig;
import lambda.speed.SpeedLayer;
import lambda.workflows.worker.BatchWorker;
import lambda.workflows.worker.WorkerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `lambda run`
@Command(
    name = "run",
    description = {
      "Run one process of the platform in the foreground.",
      "Its settings are environment variables (docs/CONFIGURATION.md).",
      "With --home or --port-offset, the addresses of that stack are the defaults."
    },
    mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
  /// Enough for dead letters, which are few.
  private static final String API_DUCKDB = "128MB";

  /// The processes that can be run.
  enum Part {
    SETUP,
    SPEED_LAYER,
    WORKER,
    API;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Parameters(paramLabel = "PROCESS", description = "One of ${COMPLETION-CANDIDATES}.")
  private Part part = Part.SETUP;

  @Mixin private StackOptions options = new StackOptions();

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> environment = new HashMap<>();
    if (options.given()) {
      environment.putAll(options.stack().environment());
    }
    environment.putAll(System.getenv());
    return switch (part) {
      case SETUP -> {
        Setup.Result result = Setup.run(environment);
        System.out.println(result.done());
        result.notes().forEach(System.out::println);
        yield 0;
      }
      case SPEED_LAYER -> {
        SpeedConfig config = Settings.read(environment, SpeedConfig::from);
        DefinitionCheck.require(environment);
        starting(config.httpHost(), config.httpPort());
        yield SpeedLayer.run(config);
      }
      case WORKER -> {
        WorkerConfig config = Settings.read(environment, WorkerConfig::from);
        DefinitionCheck.require(environment);
        Reachability.require("Temporal", config.temporal(), "LAMBDA_TEMPORAL");
        starting(config.httpHost(), config.httpPort());
        yield BatchWorker.run(config);
      }
      case API -> {
        ApiConfig config = Settings.read(environment, ApiConfig::from);
        ApiWorkflows.Config temporal = Settings.read(environment, ApiWorkflows.Config::from);
        DefinitionCheck.require(environment);
        environment.put("LAMBDA_DUCKDB_MEMORY", API_DUCKDB);
        BatchConfig archive = Settings.read(environment, BatchConfig::from);
        starting(config.httpHost(), config.httpPort());
        try (ApiWorkflows workflows = new ApiWorkflows(temporal);
            ApiDeadLetters deadLetters = new ApiDeadLetters(archive)) {
          yield ApiProcess.run(config, workflows, deadLetters);
        }
      }
    };
  }

  private void starting(String host, int port) {
    System.err.printf(
        Locale.ROOT,
        "Starting the %s. http://%s:%d/health says how it is, Ctrl-C stops it%n",
        part,
        host,
        port);
  }
}
