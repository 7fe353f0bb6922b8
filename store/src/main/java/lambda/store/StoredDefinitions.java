package lambda.store;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.definition.ViewDefinition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Compares declared streams with those that the database was set up for. Reads only.
public final class StoredDefinitions {
  private final Jdbi jdbi;

  public StoredDefinitions(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// How definitions differ from those stored.
  ///
  /// @param conflicts why the next start would refuse them
  /// @param added streams and views that the next start creates
  /// @param removed streams and views that are no longer declared; their stored data stays
  public record Comparison(List<String> conflicts, List<String> added, List<String> removed) {}

  /// Whether the database has the tables of the view.
  public boolean holds(ViewDefinition view) {
    return jdbi.withHandle(handle -> ViewTables.fingerprint(handle, view).isPresent());
  }

  public Comparison compare(Streams declared) {
    return jdbi.withHandle(handle -> {
      List<ViewDefinition> views =
          declared.all().stream().flatMap(s -> s.views().stream()).toList();
      List<String> streamNames = declared.all().stream().map(StreamDefinition::name).toList();
      List<String> viewNames = views.stream().map(ViewDefinition::name).toList();
      List<String> storedStreams = names(handle, "select stream from lambda.streams order by 1");
      List<String> storedViews = names(handle, "select view from lambda.views order by 1");
      return new Comparison(
          Stream.concat(
                  declared.all().stream().map(stream -> StreamTables.conflict(handle, stream)),
                  views.stream().map(view -> ViewTables.conflict(handle, view)))
              .flatMap(Optional::stream)
              .toList(),
          both(missing(streamNames, storedStreams), missing(viewNames, storedViews)),
          both(missing(storedStreams, streamNames), missing(storedViews, viewNames)));
    });
  }

  private static List<String> names(Handle handle, String sql) {
    return handle.select(sql).mapTo(String.class).list();
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
