package lambda.serving.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import lambda.core.failure.LambdaException;

/// Serves routes and files over HTTP/1.1, each request on a virtual thread, until it is closed.
public final class HttpServer implements AutoCloseable {
  private static final long MAX_CONTENT_BYTES = 64 << 10;
  private static final int MAX_HEADER_BYTES = 16 << 10;

  private final Javalin server;

  /// @param host the address to listen on
  /// @param port 0 for any that is free
  /// @throws LambdaException of category bad input if the port cannot be opened
  public HttpServer(
      String host,
      int port,
      Access access,
      List<Route> routes,
      StaticFiles files,
      MeterRegistry registry) {
    Responder responder = new Responder();
    Guarded guarded = new Guarded(access, responder);
    RequestMetrics metrics = new RequestMetrics(registry);
    server =
        Javalin.create(config -> {
          configure(config, host, port);
          config.jetty.modifyServer(jetty -> jetty.setErrorHandler(new JettyProblems()));
          for (Route route : routes) {
            switch (route.method()) {
              case GET -> {
                config.routes.get(route.path(), context -> guarded.read(context, route.endpoint()));
                config.routes.head(
                    route.path(), context -> guarded.read(context, route.endpoint()));
              }
              case POST ->
                  config.routes.post(
                      route.path(), context -> guarded.write(context, route.endpoint()));
            }
          }
          config.routes.get("/", context -> guarded.file(context, "", files));
          config.routes.head("/", context -> guarded.file(context, "", files));
          config.routes.get(
              "/<file>", context -> guarded.file(context, context.pathParam("file"), files));
          config.routes.head(
              "/<file>", context -> guarded.file(context, context.pathParam("file"), files));
          config.requestLogger.http(metrics::record);
          config.routes.exception(HttpResponseException.class, responder::refused);
          config.routes.exception(Exception.class, responder::failed);
        });
    try {
      server.start();
    } catch (JavalinException e) {
      throw LambdaException.badInput(
          "cannot listen on %s:%d for the API (%s); choose another LAMBDA_API_PORT"
              .formatted(host, port, e.getMessage()));
    }
  }

  private static void configure(JavalinConfig config, String host, int port) {
    config.concurrency.useVirtualThreads = true;
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.generateEtags = false;
    config.http.maxRequestSize = MAX_CONTENT_BYTES;
    config.jetty.host = host;
    config.jetty.port = port;
    config.jetty.modifyHttpConfiguration(http -> {
      http.setSendServerVersion(false);
      http.setRequestHeaderSize(MAX_HEADER_BYTES);
    });
  }

  /// The port that it listens on.
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }

  /// Checks who asks before anything is done.
  private record Guarded(Access access, Responder responder) {
    void read(Context context, Route.Endpoint endpoint) throws Exception {
      access.requireHost(context.header("Host"));
      access.requireReader(context.header("Authorization"));
      responder.send(context, endpoint.answer(new Request(context)));
    }

    void write(Context context, Route.Endpoint endpoint) throws Exception {
      access.requireHost(context.header("Host"));
      access.requireWriter(context.header("Authorization"));
      responder.send(context, endpoint.answer(new Request(context)));
    }

    void file(Context context, String name, StaticFiles files) throws Exception {
      access.requireHost(context.header("Host"));
      access.requireReader(context.header("Authorization"));
      responder.send(
          context,
          files
              .find(name)
              .orElseThrow(() ->
                  new ProblemException(
                      Problem.notFound(
                          "there is nothing at '%s'; /api/openapi.json lists every path"
                              .formatted(context.path())))));
    }
  }
}
