package lambda.serving.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import lambda.core.definition.ViewDefinition;
import lambda.serving.ChangedFigures;
import lambda.serving.ChangedFigures.Changes;
import lambda.serving.Place;
import lambda.serving.ViewRow;
import lambda.serving.http.Answer;
import lambda.serving.http.Format;
import lambda.serving.http.Problem;
import lambda.serving.http.ProblemException;
import lambda.serving.http.Request;
import lambda.serving.live.EventFeed;
import lambda.serving.live.Message;
import lambda.serving.live.ReaderLimit;
import lambda.serving.live.Source;

/// `/api/views/{view}/changes`: changed figures as server-sent events, with one feed for each view.
/// Close it.
final class ChangesResource implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /// A transaction id of Postgres: 64 bits.
  private static final Pattern POSITION = Pattern.compile("\\d{1,18}");

  private final Definitions definitions;
  private final PostgresGate postgres;
  private final ReaderLimit limit;
  private final Map<String, EventFeed> feeds = new ConcurrentHashMap<>();

  ChangesResource(Definitions definitions, PostgresGate postgres, ReaderLimit limit) {
    this.definitions = definitions;
    this.postgres = postgres;
    this.limit = limit;
  }

  /// The data of an event.
  record FiguresChanged(String view, List<ViewRow> rows, List<Place> removed) {}

  Answer answer(Request request) {
    ViewDefinition view = definitions.view(request.path("view"));
    request.format(Format.EVENTS);
    request.parameters();
    Optional<String> lastEventId = request.header("Last-Event-ID");
    lastEventId
        .filter(id -> !POSITION.matcher(id).matches())
        .ifPresent(id -> {
          throw new ProblemException(
              Problem.parameter("Last-Event-ID", id, "the id of an event of this path"));
        });
    EventFeed feed =
        feeds.computeIfAbsent(
            view.name(), name -> new EventFeed(name, () -> new ViewSource(view), INTERVAL, limit));
    return feed.open(lastEventId);
  }

  /// The changes of one view. One thread.
  private final class ViewSource implements Source {
    private final ViewDefinition view;
    private String position;

    ViewSource(ViewDefinition view) {
      this.view = view;
      position = postgres.query(jdbi -> new ChangedFigures(jdbi, view).now());
    }

    /// A new reader knows from the event `ready` that it misses nothing that it does not find in
    /// the figures. One that comes back receives what it missed.
    @Override
    public List<Message> greet(Optional<String> lastEventId) {
      return lastEventId
          .map(id -> List.of(message(since(id))))
          .orElseGet(() ->
              List.of(Message.of(Optional.of(position), "ready", Map.of("view", view.name()))));
    }

    @Override
    public List<Message> next() {
      Changes changes = since(position);
      position = changes.position();
      return changes.isEmpty() ? List.of() : List.of(message(changes));
    }

    private Changes since(String id) {
      return postgres.query(jdbi -> new ChangedFigures(jdbi, view).since(id));
    }

    private Message message(Changes changes) {
      return changes.tooMany()
          ? Message.of(Optional.of(changes.position()), "reset", Map.of("view", view.name()))
          : Message.of(
              Optional.of(changes.position()),
              "figures",
              new FiguresChanged(view.name(), changes.rows(), changes.removed()));
    }
  }

  long cut() {
    return feeds.values().stream().mapToLong(EventFeed::cut).sum();
  }

  @Override
  public void close() {
    feeds.values().forEach(EventFeed::close);
  }
}
