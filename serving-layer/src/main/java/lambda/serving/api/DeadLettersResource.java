package lambda.serving.api;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lambda.core.definition.StreamDefinition;
import lambda.serving.api.DeadLetterReasons.Reason;
import lambda.serving.hour.HourReader;
import lambda.serving.hour.HourSummary;
import lambda.serving.http.Answer;
import lambda.serving.http.Format;
import lambda.serving.http.Parameters;
import lambda.serving.http.Request;
import org.jspecify.annotations.Nullable;

/// `/api/deadletters`: malformed records. How many there are in each hour is in Postgres; what is
/// wrong with them is in the archive on S3, which is read on one thread, for a limited time. Close
/// it.
final class DeadLettersResource implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_WAITING = 4;
  private static final int MAX_REASONS = 100;
  private static final int MAX_ANSWERS = 16;

  private final Definitions definitions;
  private final PostgresGate postgres;
  private final DeadLetterReasons archive;
  private final Spans spans;
  private final ExecutorService reader =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          Thread.ofPlatform().name("dead letters").daemon().factory());

  /// The latest answers of the archive. Only the reader's thread uses it.
  private final Map<Question, List<Reason>> answers =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, List<Reason>> eldest) {
          return size() > MAX_ANSWERS;
        }
      };

  DeadLettersResource(
      Definitions definitions, PostgresGate postgres, DeadLetterReasons archive, Spans spans) {
    this.definitions = definitions;
    this.postgres = postgres;
    this.archive = archive;
    this.spans = spans;
  }

  /// @param hours those that have dead letters
  /// @param reasons those of the archived hours
  /// @param problem why reasons are missing; null if none are
  record DeadLetters(
      Instant from,
      Instant to,
      List<HourCount> hours,
      List<Reason> reasons,
      @Nullable String problem) {}

  record HourCount(String stream, Instant hour, long deadLetters) {
    static HourCount of(HourSummary hour) {
      return new HourCount(hour.stream(), hour.hour(), hour.deadLetters());
    }
  }

  /// What the archive is asked. As long as the hours have the same dead letters, so does the
  /// archive.
  private record Question(Optional<String> stream, Spans.Span span, List<HourCount> hours) {}

  private record Read(List<Reason> reasons, Optional<String> problem) {}

  Answer list(Request request) {
    request.format(Format.JSON);
    Parameters given = request.parameters("stream", "from", "to");
    Optional<String> stream = given.text("stream").map(name -> definitions.stream(name).name());
    Spans.Span span = spans.of(given);
    List<HourCount> hours =
        postgres.query(jdbi -> new HourReader(jdbi).list(stream, span.from(), span.to())).stream()
            .filter(hour -> hour.deadLetters() > 0)
            .map(HourCount::of)
            .toList();
    Read read =
        hours.isEmpty()
            ? new Read(List.of(), Optional.empty())
            : read(new Question(stream, span, hours));
    return Answer.json(
        new DeadLetters(
            span.from().start(),
            span.to().start(),
            hours,
            read.reasons,
            read.problem.orElse(null)));
  }

  private Read read(Question question) {
    try {
      Future<List<Reason>> reasons = reader.submit(() -> answered(question));
      return new Read(reasons.get(PATIENCE.toSeconds(), TimeUnit.SECONDS), Optional.empty());
    } catch (ExecutionException e) {
      return missing(
          "the archive cannot be read: "
              + Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse(e.toString()));
    } catch (TimeoutException | RejectedExecutionException e) {
      return missing(
          "reading the archive takes long; ask for one stream and fewer hours, or run './lambda dlq'");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return missing("the API is stopping");
    }
  }

  private static Read missing(String why) {
    return new Read(List.of(), Optional.of(why));
  }

  /// On the reader's thread. A page that asks again and again does not make it read again.
  private List<Reason> answered(Question question) {
    @Nullable List<Reason> known = answers.get(question);
    if (known == null) {
      known = reasons(question.stream, question.span);
      answers.put(question, known);
    }
    return known;
  }

  private List<Reason> reasons(Optional<String> stream, Spans.Span span) {
    List<Reason> reasons = new ArrayList<>();
    for (StreamDefinition each : definitions.all()) {
      if (stream.isEmpty() || stream.get().equals(each.name())) {
        reasons.addAll(archive.list(each.name(), span.from(), span.to(), MAX_REASONS));
      }
    }
    return reasons.stream()
        .sorted(Comparator.comparingLong(Reason::count).reversed())
        .limit(MAX_REASONS)
        .toList();
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
