package lambda.serving.api;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import lambda.serving.http.HttpServer;
import lambda.serving.http.Route;
import lambda.serving.http.StaticFiles;
import lambda.serving.live.ReaderLimit;
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

  /// Each holds a connection, and a thread that costs little.
  private static final int MAX_READERS = 100;

  private final OverviewReader overview;
  private final ProcessHealth processes;
  private final ChangesResource changes;
  private final EventsResource events;
  private final DeadLettersResource letters;
  private final HttpServer server;

  /// @param database stays the caller's
  /// @param port 0 for any that is free
  /// @throws lambda.core.failure.LambdaException of category bad input if the settings do not allow
  ///   to serve
  public QueryApi(
      ApiConfig config,
      int port,
      Database database,
      Workflows workflows,
      DeadLetterReasons deadLetters,
      InstantSource clock,
      MeterRegistry registry) {
    Definitions definitions = Definitions.read(config.streams());
    PostgresGate postgres = new PostgresGate(database.jdbi(), ApiProcess.CONNECTIONS);
    overview = new OverviewReader(definitions.all(), database.jdbi(), config.kafka(), clock);
    processes = new ProcessHealth(config.processes());
    Spans spans = new Spans(clock);
    CatalogResource catalog = new CatalogResource(definitions, config.bucket());
    FiguresResource figures = new FiguresResource(definitions, postgres, clock);
    HoursResource hours = new HoursResource(definitions, postgres, workflows, spans);
    letters = new DeadLettersResource(definitions, postgres, deadLetters, spans);
    OverviewResource now = new OverviewResource(postgres, overview, processes, clock);
    ReaderLimit readers = new ReaderLimit(MAX_READERS);
    changes = new ChangesResource(definitions, postgres, readers);
    events = new EventsResource(now, readers);
    Gauge.builder("lambda.api.event.readers", readers, ReaderLimit::readers)
        .description("Readers of server-sent events")
        .register(registry);
    FunctionCounter.builder("lambda.api.event.readers.cut", this, QueryApi::cut)
        .description("Readers of server-sent events that were cut off because they were too slow")
        .register(registry);
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
                Route.get("/api/views/{view}/changes", changes::answer),
                Route.get("/api/events", events::answer),
                Route.get("/api/hours", hours::list),
                Route.get("/api/hours/{stream}/{hour}", hours::find),
                Route.get("/api/deadletters", letters::list),
                Route.get("/api/overview", now::overview),
                Route.get("/api/health", now::health),
                Route.get("/api/ready", now::ready),
                Route.post("/api/workflows/{type}", new WorkflowsResource(workflows)::start)),
            new StaticFiles(PAGE, LIBRARIES),
            registry);
  }

  private double cut() {
    return (double) changes.cut() + events.cut();
  }

  /// The port that it listens on.
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    changes.close();
    events.close();
    server.close();
    letters.close();
    processes.close();
    overview.close();
  }
}
