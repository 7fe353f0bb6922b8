package lambda.serving.api;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import lambda.serving.http.HttpServer;
import lambda.serving.http.Route;
import lambda.serving.http.StaticFiles;
import lambda.serving.overview.OverviewReader;
import lambda.serving.overview.ProcessHealth;
import lambda.store.Database;

/// The API and the page, served over HTTP until it is closed.
public final class QueryApi implements AutoCloseable {
  private static final String PAGE = "lambda/serving/page/";
  private static final String WEBJARS = "META-INF/resources/webjars/";
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "lib/uplot.js", WEBJARS + "uplot/1.6.30/dist/uPlot.esm.js",
          "lib/uplot.css", WEBJARS + "uplot/1.6.30/dist/uPlot.min.css",
          "lib/preact.js", "META-INF/resources/_static/htm/3.1.1/preact/standalone.module.js");

  private final OverviewReader overview;
  private final ProcessHealth processes;
  private final HttpServer server;

  /// @param database stays the caller's
  /// @param port 0 for any that is free
  /// @throws lambda.core.failure.LambdaException of category bad input if the settings do not allow
  ///   to serve
  public QueryApi(
      ApiConfig config, int port, Database database, Workflows workflows, InstantSource clock) {
    Definitions definitions = Definitions.read(config.streams());
    PostgresGate postgres = new PostgresGate(database.jdbi(), ApiProcess.CONNECTIONS);
    overview = new OverviewReader(definitions.all(), database.jdbi(), config.kafka(), clock);
    processes = new ProcessHealth(config.processes());
    CatalogResource catalog = new CatalogResource(definitions, config.bucket());
    FiguresResource figures = new FiguresResource(definitions, postgres, clock);
    HoursResource hours = new HoursResource(definitions, postgres, workflows, clock);
    OverviewResource now = new OverviewResource(postgres, overview, processes, clock);
    server =
        new HttpServer(
            config.address(),
            port,
            config.access(),
            List.of(
                Route.get("/api/openapi.json", new OpenApiResource()::answer),
                Route.get("/api/streams", catalog::streams),
                Route.get("/api/views", catalog::views),
                Route.get("/api/views/{view}", figures::answer),
                Route.get("/api/hours", hours::list),
                Route.get("/api/hours/{stream}/{hour}", hours::find),
                Route.get("/api/overview", now::overview),
                Route.get("/api/health", now::health),
                Route.get("/api/ready", now::ready),
                Route.post("/api/workflows/{type}", new WorkflowsResource(workflows)::start)),
            new StaticFiles(PAGE, LIBRARIES));
  }

  /// The port that it listens on.
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    processes.close();
    overview.close();
  }
}
