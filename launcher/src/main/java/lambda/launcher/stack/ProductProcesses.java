package lambda.launcher.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lambda.local.server.JavaCommand;
import lambda.local.server.Probes;
import lambda.local.supervise.Probe;
import lambda.local.supervise.ServerSpec;

/// The product's processes, as children of the local stack.
public final class ProductProcesses {
  /// By name, so that this package does not depend on the commands; a test keeps them equal.
  static final String FRONT_COMMAND = "lambda.launcher.Lambda";

  private static final int SPEED_HEAP = 256;
  public static final int WORKER_HEAP = 256;
  private static final int API_HEAP = 128;
  private static final int GENERATOR_HEAP = 96;

  private ProductProcesses() {}

  public static ServerSpec speedLayer(LocalStack stack) {
    int port = stack.ports().speedLayer();
    return process(
        stack, "speed-layer", "Speed layer", local(port) + "/metrics", SPEED_HEAP, port, Map.of());
  }

  public static ServerSpec worker(LocalStack stack) {
    int port = stack.ports().worker();
    return process(
        stack, "worker", "Worker", local(port) + "/metrics", WORKER_HEAP, port, Map.of());
  }

  public static ServerSpec api(LocalStack stack) {
    return process(
        stack,
        "api",
        "Query API, page",
        stack.api(),
        API_HEAP,
        stack.ports().apiMetrics(),
        Map.of(
            "LAMBDA_API_PORT",
            Integer.toString(stack.ports().api()),
            "LAMBDA_API_PROCESSES",
            "speed-layer=%s,worker=%s"
                .formatted(local(stack.ports().speedLayer()), local(stack.ports().worker()))));
  }

  /// Everything that `up` and `demo` start.
  public static List<ServerSpec> all(LocalStack stack) {
    return List.of(speedLayer(stack), worker(stack), api(stack));
  }

  private static String local(int port) {
    return "http://127.0.0.1:" + port;
  }

  private static ServerSpec process(
      LocalStack stack,
      String name,
      String title,
      String address,
      int heapMegabytes,
      int httpPort,
      Map<String, String> settings) {
    Map<String, String> environment = new LinkedHashMap<>(stack.environment());
    environment.putAll(settings);
    environment.put("LAMBDA_HTTP_PORT", Integer.toString(httpPort));
    return ServerSpec.of(
        name,
        title,
        address,
        stack.home().data(name),
        () -> {},
        child(stack, name, heapMegabytes, List.of("run", name)),
        environment,
        Probes.http(local(httpPort) + "/health"));
  }

  /// @param arguments of `./lambda generator`
  public static ServerSpec generator(LocalStack stack, List<String> arguments) {
    Probe content = Optional::empty;
    List<String> line = new ArrayList<>(List.of("generator"));
    line.addAll(List.of("--home", stack.home().folder().toString()));
    line.addAll(List.of("--port-offset", Integer.toString(stack.ports().offset())));
    line.addAll(arguments);
    return ServerSpec.of(
        "generator",
        "Generator",
        String.join(" ", arguments),
        stack.home().data("generator"),
        () -> {},
        child(stack, "generator", GENERATOR_HEAP, line),
        Map.of(),
        content);
  }

  private static List<String> child(
      LocalStack stack, String name, int heapMegabytes, List<String> arguments) {
    String temporaryFiles = JavaCommand.temporaryFiles(stack.home().data(name));
    return command(stack, name, heapMegabytes, List.of(temporaryFiles), arguments);
  }

  /// The front command itself, in a separate JVM.
  static List<String> command(
      LocalStack stack,
      String name,
      int heapMegabytes,
      List<String> options,
      List<String> arguments) {
    List<String> all = new ArrayList<>(options);
    all.add("-Dlambda.root=" + stack.installation().root());
    return JavaCommand.of(
        stack.installation(),
        name,
        heapMegabytes,
        all,
        stack.installation().classPath("launcher"),
        FRONT_COMMAND,
        arguments);
  }
}
