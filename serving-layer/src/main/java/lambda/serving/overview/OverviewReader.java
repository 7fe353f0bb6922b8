package lambda.serving.overview;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.hour.HourState;
import lambda.serving.overview.PartitionPositions.Partition;
import lambda.store.HourBacklog;
import lambda.store.HourCatalog;
import lambda.store.RawSinkTable;
import lambda.store.ViewTables;
import lambda.store.projection.Projections;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// Reads how far every stream is, from Kafka and from Postgres. One thread at a time; close it.
public final class OverviewReader implements AutoCloseable {
  private static final int MAX_PENDING = 1_000;

  private final List<StreamDefinition> streams;
  private final Jdbi jdbi;
  private final InstantSource clock;
  private final KafkaLogs kafka;

  /// @param bootstrap Kafka's servers
  public OverviewReader(
      List<StreamDefinition> streams, Jdbi jdbi, String bootstrap, InstantSource clock) {
    this.streams = List.copyOf(streams);
    this.jdbi = jdbi;
    this.clock = clock;
    kafka = new KafkaLogs(bootstrap, streams, clock);
  }

  public Overview read() {
    KafkaLogs.Logs logs = kafka.read();
    return jdbi.inTransaction(handle -> {
      List<Partition> partitions = partitions(handle);
      Map<String, Map<HourState, Long>> states = states(handle);
      Map<String, HourBacklog> backlog =
          new HourCatalog(jdbi)
              .backlog().stream().collect(Collectors.toMap(HourBacklog::stream, each -> each));
      List<Overview.StreamOverview> overviews = new ArrayList<>();
      for (StreamDefinition stream : streams) {
        PartitionPositions positions =
            new PartitionPositions(
                partitions.stream().filter(each -> each.stream().equals(stream.name())).toList(),
                Optional.ofNullable(logs.topics().get(stream.topic()))
                    .map(snapshot -> snapshot.partitions()));
        overviews.add(
            new Overview.StreamOverview(
                stream.name(),
                positions.kafka(),
                positions.speed(),
                positions.archive(),
                hours(
                    states.getOrDefault(stream.name(), Map.of()),
                    backlog.getOrDefault(
                        stream.name(), new HourBacklog(stream.name(), 0, 0, 0, 0))),
                projection(handle, stream)));
      }
      return new Overview(clock.instant(), logs.problem().orElse(null), overviews);
    });
  }

  private static List<Partition> partitions(Handle handle) {
    return handle
        .select(
            """
            select p.stream, p.partition, p.next_offset as next, p.flushed_at as stored_at,
              coalesce(
                (select r.next_offset from lambda.ranges r
                  where r.stream = p.stream and r.partition = p.partition order by r.first_offset desc limit 1),
                p.first_offset) as archived
            from lambda.partitions p\
            """)
        .map(ConstructorMapper.of(Partition.class))
        .list();
  }

  private static Map<String, Map<HourState, Long>> states(Handle handle) {
    return handle
        .select("select stream, state, count(*) as hours from lambda.hours group by stream, state")
        .reduceRows(
            new HashMap<>(),
            (states, row) -> {
              states
                  .computeIfAbsent(
                      row.getColumn("stream", String.class), _ -> new EnumMap<>(HourState.class))
                  .put(row.getColumn("state", HourState.class), row.getColumn("hours", Long.class));
              return states;
            });
  }

  private static Overview.Hours hours(Map<HourState, Long> states, HourBacklog backlog) {
    return new Overview.Hours(
        states.getOrDefault(HourState.OPEN, 0L),
        states.getOrDefault(HourState.CLOSED, 0L),
        states.getOrDefault(HourState.ARCHIVED, 0L),
        states.getOrDefault(HourState.RECOMPUTED, 0L),
        states.getOrDefault(HourState.RECONCILED, 0L),
        states.getOrDefault(HourState.SEALED, 0L),
        backlog.unarchived(),
        backlog.unsealed(),
        backlog.waiting(),
        backlog.lost());
  }

  private static Overview.Projection projection(Handle handle, StreamDefinition stream) {
    long pending = 0;
    for (ViewDefinition view : stream.views()) {
      pending +=
          Projections.pending(handle, view.name(), ViewTables.slices(view).tables(), MAX_PENDING)
              .orElse(0L);
    }
    String[] names =
        Stream.concat(
                stream.views().stream().map(ViewDefinition::name),
                stream.rawSink().stream().map(_ -> RawSinkTable.projection(stream)))
            .toArray(String[]::new);
    long rejected =
        handle
            .select(
                "select count(*) from lambda.rejected_documents where view = any(?)",
                (Object) names)
            .mapTo(Long.class)
            .one();
    return new Overview.Projection(pending, rejected);
  }

  @Override
  public void close() {
    kafka.close();
  }
}
