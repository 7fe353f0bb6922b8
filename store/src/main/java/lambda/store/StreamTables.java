package lambda.store;

import java.util.List;
import java.util.Optional;
import lambda.core.definition.StreamDefinition;
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

  /// Creates what is missing for the stream, in one transaction. A new view on a stream with
  /// history makes every hour due again, so that the batch layer computes the view for all hours.
  ///
  /// @throws LambdaException if the stream or one of its views was declared differently before
  public void ensure(StreamDefinition stream) {
    jdbi.useTransaction(handle -> {
      handle.execute("select pg_advisory_xact_lock(hashtext('lambda.views'))");
      keepContract(handle, stream);
      handle.execute(
          """
          insert into lambda.partitions (stream, partition)
          select ?, generate_series(0, ? - 1) on conflict do nothing\
          """,
          stream.name(),
          stream.partitions());
      stream.rawSink().ifPresent(_ -> RawSinkTable.ensure(handle, stream));
      boolean grown = false;
      for (ViewDefinition view : stream.views()) {
        grown |= ViewTables.ensure(handle, stream, view);
      }
      if (grown) {
        makeHoursDue(handle, stream);
      }
    });
  }

  private static void keepContract(Handle handle, StreamDefinition stream) {
    conflict(handle, stream)
        .ifPresent(why -> {
          throw LambdaException.badInput(why);
        });
    handle.execute(
        """
        insert into lambda.streams (stream, contract) values (?, ?)
        on conflict (stream) do update set contract = excluded.contract\
        """,
        stream.name(),
        stream.contract().toArray(String[]::new));
  }

  /// Why the stored data of the stream does not fit its definition; empty if it fits or there is
  /// none.
  static Optional<String> conflict(Handle handle, StreamDefinition stream) {
    Optional<String[]> stored =
        handle
            .select("select contract from lambda.streams where stream = ?", stream.name())
            .mapTo(String[].class)
            .findOne();
    List<String> known = stored.map(List::of).orElse(List.of());
    List<String> now = stream.contract();
    List<String> gone = known.stream().filter(line -> !now.contains(line)).toList();
    List<String> added =
        now.stream()
            .filter(line -> !known.contains(line) && !StreamDefinition.mayBeAdded(line))
            .toList();
    return stored.isEmpty() || (gone.isEmpty() && added.isEmpty())
        ? Optional.empty()
        : Optional.of(
            "stream '%s' has figures of another contract, and the two would mix. No longer declared: %s. Newly declared: %s. Undo the change, or give the changed stream a new name. Only nullable fields can be added"
                .formatted(stream.name(), gone, added));
  }

  private static void makeHoursDue(Handle handle, StreamDefinition stream) {
    int hours =
        handle.execute(
            """
            update lambda.batch_hours set reconciled_at = null, sealed_at = null
            where stream = ? and recomputed_at is not null\
            """,
            stream.name());
    if (hours > 0) {
      log.info("{} has a new view: {} hours are due to be recomputed", stream.name(), hours);
    }
  }
}
