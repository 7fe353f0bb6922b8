package lambda.serving.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lambda.serving.http.Answer;
import lambda.serving.http.Format;
import lambda.serving.http.Request;
import lambda.serving.live.EventFeed;
import lambda.serving.live.Message;
import lambda.serving.live.ReaderLimit;
import lambda.serving.live.Source;

/// `/api/events`: the overview once a second, as server-sent events. Close it.
final class EventsResource implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final EventFeed feed;

  EventsResource(OverviewResource overview, ReaderLimit limit) {
    feed = new EventFeed("the overview", () -> new OverviewSource(overview), INTERVAL, limit);
  }

  private record OverviewSource(OverviewResource overview) implements Source {
    @Override
    public List<Message> greet(Optional<String> lastEventId) {
      return List.of();
    }

    @Override
    public List<Message> next() {
      return List.of(Message.of(Optional.empty(), "overview", overview.overview()));
    }
  }

  Answer answer(Request request) {
    request.format(Format.EVENTS);
    request.parameters();
    return feed.open(Optional.empty());
  }

  long cut() {
    return feed.cut();
  }

  @Override
  public void close() {
    feed.close();
  }
}
