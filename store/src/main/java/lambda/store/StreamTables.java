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

/// Prepares Postgres for declared streams, and guards what their figures rest on.
public final class StreamTables {
  private static final Logger log = LoggerFactory.getLogger(StreamTables.class);

  private final Jdbi jdbi;

  public StreamTables(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Makes what is missing for the stream, in one transaction. A view that is new on a stream with
  /// history makes every hour due again, so that the batch layer computes it for all of them.
  ///
  /// @throws LambdaException if the stream or one of its views was declared otherwise before
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

  /// Why what is stored of the stream does not fit its definition; empty if it does, or nothing is.
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
            "stream '%s' has figures by another contract, and they would mix: %s was in force and %s is new. Take that back, or give the changed stream a new name; only nullable fields may be added"
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
