package lambda.launcher.stack;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import lambda.local.server.Installation;
import lambda.local.server.NativeTools;
import lambda.local.server.PostgresServer;
import lambda.local.server.S3Server;
import lambda.local.supervise.Home;
import lambda.local.supervise.Ports;
import lambda.local.supervise.StackState;

/// One stack on this machine: the built project, its home, its ports, and the folder of streams
/// that users edit.
///
/// @param settings the user's own `LAMBDA_…` settings; those that name servers do not apply here
public record LocalStack(
    Installation installation, Home home, Ports ports, Path streams, Map<String, String> settings) {
  public LocalStack {
    settings = Map.copyOf(settings);
  }

  public static Home defaultHome(Installation installation) {
    return new Home(installation.root().resolve(".lambda"));
  }

  /// Whether a supervisor of this stack is alive.
  public boolean running() {
    return StackState.read(home).filter(StackState::supervised).isPresent();
  }

  /// A command line as a user would type it to reach this stack.
  ///
  /// @param command with its arguments, as in `query pages --top 10`
  public String command(String command) {
    StringBuilder line = new StringBuilder("./lambda ").append(command);
    if (!home.equals(defaultHome(installation))) {
      line.append(" --home ").append(home.folder());
    }
    int usual =
        StackState.read(home).filter(StackState::supervised).map(StackState::portOffset).orElse(0);
    if (ports.offset() != usual) {
      line.append(" --port-offset ").append(ports.offset());
    }
    return line.toString();
  }

  /// The settings that the product's processes run with here.
  public Map<String, String> environment() {
    return environment(new NativeTools(installation).httpfs());
  }

  Map<String, String> environment(Path httpfs) {
    Map<String, String> environment = new LinkedHashMap<>(settings);
    environment.put("LAMBDA_STREAMS", streams().toString());
    environment.put("LAMBDA_KAFKA", kafka());
    environment.put("LAMBDA_POSTGRES_URL", PostgresServer.url(ports));
    environment.put("LAMBDA_POSTGRES_USER", PostgresServer.USER);
    environment.put("LAMBDA_POSTGRES_PASSWORD", PostgresServer.PASSWORD);
    environment.put("LAMBDA_ELASTICSEARCH", elasticsearch());
    environment.put("LAMBDA_S3", s3());
    environment.put("LAMBDA_S3_ACCESS_KEY", S3Server.ACCESS_KEY);
    environment.put("LAMBDA_S3_SECRET_KEY", S3Server.SECRET_KEY);
    environment.put("LAMBDA_TEMPORAL", temporal());
    environment.put("LAMBDA_TEMPORAL_UI", temporalUi());
    environment.put("LAMBDA_WORK", home.data("work").toString());
    environment.put("LAMBDA_DUCKDB_HTTPFS", httpfs.toString());
    environment.put("LAMBDA_LOG_LEVEL", "INFO");
    environment.put("LAMBDA_LOG_TARGET", "System.out");
    return environment;
  }

  public String kafka() {
    return "127.0.0.1:" + ports.kafka();
  }

  public String elasticsearch() {
    return "http://127.0.0.1:" + ports.elasticsearch();
  }

  public String s3() {
    return "http://127.0.0.1:" + ports.s3();
  }

  public String temporal() {
    return "127.0.0.1:" + ports.temporal();
  }

  /// The API and the page.
  public String api() {
    return "http://127.0.0.1:" + ports.api();
  }

  public String temporalUi() {
    return "http://127.0.0.1:" + ports.temporalUi();
  }
}
