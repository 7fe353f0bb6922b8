package lambda.launcher;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lambda.core.config.Settings;
import lambda.core.definition.StreamFiles;
import lambda.core.definition.ViewDefinition;
import lambda.generator.Ledger;
import lambda.serving.SearchQuery;
import lambda.serving.ViewQuery;
import lambda.serving.ViewRow;
import lambda.store.Database;
import lambda.store.PostgresConfig;

/// Compares what the platform answers with what the generator sent, figure by figure.
public final class LedgerCheck implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final String MEASURE = "pageviews";

  /// Whom to ask.
  public enum Where {
    SERVING,
    ELASTICSEARCH
  }

  /// How answers and ledger compare; a figure is one window of one key.
  public record Outcome(
      long expectedFigures,
      long expectedEvents,
      long foundFigures,
      long foundEvents,
      long different) {
    public boolean equal() {
      return different == 0;
    }
  }

  private final ViewDefinition view;
  private final Map<String, Long> expected = new TreeMap<>();
  private final Database database;
  private final ElasticsearchClient elasticsearch;

  public LedgerCheck(Site site, String view, Ledger ledger) {
    this.view = StreamFiles.read(site.streams()).view(view);
    ledger
        .pageviewsPerMinute()
        .forEach((window, keys) -> keys.forEach((key, n) -> expected.put(figure(window, key), n)));
    database = new Database(PostgresConfig.read(new Settings(site.environment())), 1);
    elasticsearch = ElasticsearchClient.of(client -> client.host(site.elasticsearch()));
  }

  private static String figure(Instant window, String key) {
    return window + " " + key;
  }

  /// Asks until the answer equals the ledger, or patience ends; answers how they compare then.
  public Outcome await(Where where) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    Outcome outcome = compare(where);
    while (!outcome.equal() && Instant.now().isBefore(end)) {
      Thread.sleep(LOOK_EVERY);
      outcome = compare(where);
    }
    return outcome;
  }

  /// Asks once.
  public Outcome compare(Where where) {
    List<ViewRow> rows =
        switch (where) {
          case SERVING ->
              new ViewQuery(database.jdbi())
                  .rows(
                      view,
                      Instant.parse("0001-01-01T00:00:00Z"),
                      Instant.parse("9999-12-31T00:00:00Z"),
                      Optional.empty());
          case ELASTICSEARCH -> new SearchQuery(elasticsearch).rows(view);
        };
    Map<String, Long> found = new TreeMap<>();
    rows.forEach(row ->
        found.put(figure(row.window(), row.key()), row.measures().getOrDefault(MEASURE, 0L)));
    long missingOrOther =
        expected.entrySet().stream()
            .filter(entry -> !entry.getValue().equals(found.get(entry.getKey())))
            .count();
    long surplus = found.keySet().stream().filter(figure -> !expected.containsKey(figure)).count();
    return new Outcome(
        expected.size(), sum(expected), found.size(), sum(found), missingOrOther + surplus);
  }

  private static long sum(Map<String, Long> figures) {
    return figures.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    database.close();
    try {
      elasticsearch.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
