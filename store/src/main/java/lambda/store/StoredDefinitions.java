package lambda.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Compares declared streams with those that the database was set up for. Reads only.
public final class StoredDefinitions {
  private static final String LOCK = "hashtext('lambda.views')";
  private static final Duration RESTART = Duration.ofSeconds(30);

  private final Jdbi jdbi;

  public StoredDefinitions(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// How definitions differ from those stored.
  ///
  /// @param conflicts why setup would refuse them
  /// @param added streams and views that setup would create or declare again
  /// @param removed streams and views that are no longer declared; their stored data stays
  public record Comparison(List<String> conflicts, List<String> added, List<String> removed) {}

  /// Whether the database has the tables of the view.
  public boolean holds(ViewDefinition view) {
    return jdbi.withHandle(handle -> ViewTables.fingerprint(handle, view).isPresent());
  }

  public Comparison compare(Streams declared) {
    return jdbi.inTransaction(handle -> {
      handle.execute("select pg_advisory_xact_lock_shared(%s)".formatted(LOCK));
      return compare(handle, declared);
    });
  }

  /// Refuses to go on with definitions other than those that the database was set up for: a process
  /// with others would mix figures, or leave them out. Every process calls this when it starts.
  ///
  /// @throws LambdaException of category bad input if they differ
  public void require(Streams declared) {
    Comparison differences = compare(declared);
    if (!differences.conflicts.isEmpty()) {
      throw LambdaException.badInput(String.join("\n", differences.conflicts));
    }
    List<String> changes = new ArrayList<>();
    differences.added.forEach(what -> changes.add(what + " is new"));
    differences.removed.forEach(what -> changes.add(what + " is no longer declared"));
    if (!changes.isEmpty()) {
      throw LambdaException.badInput(
          "the definitions differ from those that Postgres was set up for: %s. If yours are right, run './lambda run setup' with them and restart every process; if not, correct LAMBDA_STREAMS or update this process's files"
              .formatted(String.join(", ", changes)));
    }
  }

  /// Refuses to go on if a stream's views were declared differently since the process started.
  ///
  /// @throws LambdaException to be retried: by then a process with the current definitions may have
  ///   taken over
  public static void requireViews(Handle handle, StreamDefinition stream) {
    List<String> stored =
        names(
            handle,
            "select view from lambda.views where stream = ? and declared order by 1",
            stream.name());
    List<String> known = stream.views().stream().map(ViewDefinition::name).sorted().toList();
    if (!stored.equals(known)) {
      throw LambdaException.retryAfter(
          RESTART,
          "the views of %s were changed from %s to %s since this process started. Restart it with the current definitions"
              .formatted(stream.name(), known, stored));
    }
  }

  /// Keeps other processes from comparing or storing definitions until the transaction ends.
  static void lock(Handle handle) {
    handle.execute("select pg_advisory_xact_lock(%s)".formatted(LOCK));
  }

  private static Comparison compare(Handle handle, Streams declared) {
    List<String> streamNames = declared.all().stream().map(StreamDefinition::name).toList();
    List<String> viewNames = views(declared).stream().map(ViewDefinition::name).toList();
    List<String> storedStreams =
        names(handle, "select stream from lambda.streams where declared order by 1");
    List<String> storedViews =
        names(handle, "select view from lambda.views where declared order by 1");
    return new Comparison(
        conflicts(handle, declared),
        both(missing(streamNames, storedStreams), missing(viewNames, storedViews)),
        both(missing(storedStreams, streamNames), missing(storedViews, viewNames)));
  }

  /// Why setup would refuse the definitions; empty if it would not.
  static List<String> conflicts(Handle handle, Streams declared) {
    return Stream.concat(
            declared.all().stream().map(stream -> StreamTables.conflict(handle, stream)),
            views(declared).stream().map(view -> ViewTables.conflict(handle, view)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static List<ViewDefinition> views(Streams streams) {
    return streams.all().stream().flatMap(stream -> stream.views().stream()).toList();
  }

  private static List<String> names(Handle handle, String sql, Object... parameters) {
    return handle.select(sql, parameters).mapTo(String.class).list();
  }

  private static List<String> missing(List<String> names, List<String> others) {
    return names.stream().filter(name -> !others.contains(name)).toList();
  }

  private static List<String> both(List<String> streams, List<String> views) {
    return Stream.concat(
            streams.stream().map(name -> "stream " + name),
            views.stream().map(name -> "view " + name))
        .toList();
  }
}
