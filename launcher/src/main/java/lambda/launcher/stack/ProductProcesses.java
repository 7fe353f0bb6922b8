package lambda.launcher.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lambda.launcher.Lambda;
import lambda.local.server.JavaCommand;
import lambda.local.server.Probes;
import lambda.local.supervise.Probe;
import lambda.local.supervise.ServerSpec;

/// The product's own processes, as children of the local stack.
public final class ProductProcesses {
  private static final int SPEED_HEAP = 256;
  public static final int WORKER_HEAP = 256;
  private static final int GENERATOR_HEAP = 96;

  private ProductProcesses() {}

  public static ServerSpec speedLayer(LocalStack site) {
    return process(site, "speed-layer", "Speed layer", SPEED_HEAP, site.ports().speedLayer());
  }

  public static ServerSpec worker(LocalStack site) {
    return process(site, "worker", "Worker", WORKER_HEAP, site.ports().worker());
  }

  private static ServerSpec process(
      LocalStack site, String name, String title, int heapMegabytes, int httpPort) {
    Map<String, String> environment = new LinkedHashMap<>(site.environment());
    environment.put("LAMBDA_HTTP_PORT", Integer.toString(httpPort));
    String address = "http://127.0.0.1:" + httpPort;
    return ServerSpec.of(
        name,
        title,
        address + "/metrics",
        site.home().data(name),
        () -> {},
        command(site, name, heapMegabytes, List.of("run", name)),
        environment,
        Probes.http(address + "/health"));
  }

  /// @param arguments of `./lambda generator`
  public static ServerSpec generator(LocalStack site, List<String> arguments) {
    Probe content = Optional::empty;
    List<String> line = new ArrayList<>(List.of("generator"));
    line.addAll(List.of("--home", site.home().folder().toString()));
    line.addAll(List.of("--port-offset", Integer.toString(site.ports().offset())));
    line.addAll(arguments);
    return ServerSpec.of(
        "generator",
        "Generator",
        String.join(" ", arguments),
        site.home().data("generator"),
        () -> {},
        command(site, "generator", GENERATOR_HEAP, line),
        Map.of(),
        content);
  }

  /// The front command itself, in a JVM of its own.
  static List<String> command(
      LocalStack site, String name, int heapMegabytes, List<String> arguments) {
    return JavaCommand.of(
        site.installation(),
        name,
        heapMegabytes,
        List.of("-Dlambda.root=" + site.installation().root()),
        site.installation().classPath("launcher"),
        Lambda.class.getName(),
        arguments);
  }
}
