package lambda.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lambda.core.definition.Contract;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Prepares Postgres for declared streams, and refuses definitions that do not fit the stored
/// figures.
public final class StreamTables {
  private static final Logger log = LoggerFactory.getLogger(StreamTables.class);

  private final Jdbi jdbi;

  public StreamTables(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Creates what is missing for the streams and stores that they, and no others, are declared: all
  /// in one transaction. Every hour that the batch layer computed without one of the views becomes
  /// due again.
  ///
  /// @throws LambdaException if a stream or one of its views was declared differently before;
  ///   nothing is changed then
  public void ensure(Streams streams) {
    jdbi.useTransaction(handle -> {
      StoredDefinitions.lock(handle);
      refuseConflicts(handle, streams);
      declareOnly(handle, streams);
      streams.all().forEach(stream -> ensure(handle, stream));
    });
  }

  /// @throws LambdaException if [#ensure] would refuse the definitions
  public void refuseConflicts(Streams streams) {
    jdbi.useHandle(handle -> refuseConflicts(handle, streams));
  }

  private static void refuseConflicts(Handle handle, Streams streams) {
    List<String> conflicts = StoredDefinitions.conflicts(handle, streams);
    if (!conflicts.isEmpty()) {
      throw LambdaException.badInput(String.join("\n", conflicts));
    }
  }

  private static void declareOnly(Handle handle, Streams streams) {
    handle.execute(
        "update lambda.streams set declared = stream = any(?)",
        (Object) streams.all().stream().map(StreamDefinition::name).toArray(String[]::new));
    handle.execute(
        "update lambda.views set declared = view = any(?)",
        (Object)
            streams.all().stream()
                .flatMap(stream -> stream.views().stream())
                .map(ViewDefinition::name)
                .toArray(String[]::new));
  }

  private static void ensure(Handle handle, StreamDefinition stream) {
    storeContract(handle, stream);
    stream.rawSink().ifPresent(_ -> RawSinkTable.ensure(handle, stream));
    stream.views().forEach(view -> ViewTables.ensure(handle, stream, view));
    ViewPositions.begin(handle, stream);
    int due = BatchViews.makeHoursDue(handle, stream);
    ViewTables.incomplete(handle, stream).forEach(view -> ViewTables.projectAgain(handle, view));
    if (due > 0) {
      log.info(
          "{}: {} hours were computed without one of its views and are due to be recomputed",
          stream.name(),
          due);
    }
  }

  private static void storeContract(Handle handle, StreamDefinition stream) {
    Contract contract = stream.contract();
    List<String> former = new ArrayList<>(former(handle, stream));
    contract(handle, stream).map(contract::retired).ifPresent(former::addAll);
    handle.execute(
        """
        insert into lambda.streams (stream, contract, former) values (?, ?, ?)
        on conflict (stream) do update set contract = excluded.contract, former = excluded.former\
        """,
        stream.name(),
        contract.lines().toArray(String[]::new),
        former.stream().distinct().toArray(String[]::new));
  }

  private static Optional<Contract> contract(Handle handle, StreamDefinition stream) {
    return handle
        .select("select contract from lambda.streams where stream = ?", stream.name())
        .mapTo(String[].class)
        .findOne()
        .map(lines -> new Contract(List.of(lines)));
  }

  private static List<String> former(Handle handle, StreamDefinition stream) {
    return handle
        .select("select former from lambda.streams where stream = ?", stream.name())
        .mapTo(String[].class)
        .findOne()
        .map(Arrays::asList)
        .orElse(List.of());
  }

  /// Why the stored data of the stream does not fit its definition; empty if it fits or there is
  /// none.
  static Optional<String> conflict(Handle handle, StreamDefinition stream) {
    return contract(handle, stream)
        .flatMap(stored -> stream.contract().conflict(stored, former(handle, stream)))
        .map(why ->
            "stream '%s' was declared differently before, and old and new figures would mix. %s. Undo the change, or give the changed stream and its views new names. Only nullable fields can be added or removed"
                .formatted(stream.name(), why));
  }
}
