package lambda.tests.equivalence;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static lambda.store.Sql.each;
import static lambda.store.Sql.name;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.definition.ViewDefinition;
import lambda.core.hour.Hour;
import lambda.core.hour.Layer;
import lambda.core.view.Partial;
import lambda.speed.ingest.SpeedReplay;
import lambda.store.BatchViews;
import lambda.store.PartialsTable;
import lambda.store.Sql;
import lambda.store.StreamPartitions;
import lambda.store.StreamTables;
import lambda.store.copy.CopyIn;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The tables of a case's view in Postgres: filled by the flushes of the speed layer and by the
/// swaps of the batch layer, queried through the serving view. Closing it drops them.
final class ServedView implements AutoCloseable {
  private final Jdbi jdbi;
  private final EquivalenceCase given;
  private final StreamDefinition stream;
  private final ViewDefinition view;

  /// @param jdbi with one connection: its temporary tables are dropped with the others
  ServedView(Jdbi jdbi, EquivalenceCase given) {
    this.jdbi = jdbi;
    this.given = given;
    stream = given.stream();
    view = stream.views().getFirst();
    new StreamTables(jdbi).ensure(new Streams(List.of(stream)));
    StreamPartitions.register(
        jdbi,
        stream.name(),
        stream.topic(),
        "topic",
        IntStream.range(0, stream.partitions()).boxed().collect(toMap(identity(), _ -> 0L)));
  }

  /// Folds all records, with a flush after every few of them.
  void fold(int flushRecords) {
    SpeedReplay speed = new SpeedReplay(stream);
    int pending = 0;
    for (ConsumerRecord<byte[], byte[]> record : given.log()) {
      speed.add(record);
      pending++;
      if (pending == flushRecords) {
        speed.flush(jdbi);
        pending = 0;
      }
    }
    speed.flush(jdbi);
  }

  /// Stores the batch partials of an hour as a recomputation does; from now on they are served.
  void swap(Hour hour, List<Partial> partials) {
    PartialsTable batch = new PartialsTable(Layer.BATCH, view);
    jdbi.useTransaction(handle -> {
      String staged =
          batch.stage(handle, copy -> partials.forEach(partial -> write(partial, copy)));
      batch.replace(handle, hour, staged);
      handle.execute(
          """
          insert into lambda.batch_hours (stream, hour, archived_at, recomputed_at)
          values (?, ?, now(), now())\
          """,
          stream.name(),
          hour);
      BatchViews.computed(handle, view, hour);
    });
  }

  private static void write(Partial partial, CopyIn copy) {
    copy.value(partial.hour()).value(Instant.ofEpochMilli(partial.windowStart()));
    partial.key().forEach(copy::value);
    for (@Nullable Object state : partial.states()) {
      copy.value(state instanceof Array items ? PlainValues.items(items) : state);
    }
    copy.end();
  }

  /// The figures by window and key.
  Map<Figure, Map<String, @Nullable BigDecimal>> answer() {
    String sql =
        "select (extract(epoch from window_start) * 1000)::bigint, %s from serving.%s"
            .formatted(
                each(Sql.concat(view.keyColumns(), view.measureColumns()), Sql::name, ", "),
                name(view.name()));
    Map<Figure, Map<String, @Nullable BigDecimal>> answer = new HashMap<>();
    jdbi.useHandle(handle -> handle.createQuery(sql).map((row, _) -> row(row, answer)).list());
    return answer;
  }

  private boolean row(ResultSet row, Map<Figure, Map<String, @Nullable BigDecimal>> answer)
      throws SQLException {
    int column = 2;
    List<@Nullable Object> key = new ArrayList<>();
    for (int i = 0; i < view.groupBy().size(); i++) {
      key.add(row.getObject(column++));
    }
    Map<String, @Nullable BigDecimal> measures = new LinkedHashMap<>();
    for (String measure : view.measureColumns()) {
      measures.put(measure, row.getBigDecimal(column++));
    }
    return answer.put(new Figure(row.getLong(1), PlainValues.of(key)), measures) == null;
  }

  @Override
  public void close() {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            drop view serving.%1$s, serving.%2$s;
            drop table speed.%1$s, batch.%1$s;
            delete from lambda.views; delete from lambda.projections; delete from lambda.streams;
            delete from lambda.partitions; delete from lambda.boundaries;
            delete from lambda.speed_hours; delete from lambda.batch_hours;
            delete from lambda.batch_views; delete from lambda.view_positions;
            discard temp\
            """
                .formatted(name(view.name()), name(view.name() + "_partials"))));
  }
}
