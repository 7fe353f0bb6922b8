package lambda.tests.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import lambda.core.definition.Streams;
import lambda.core.parse.StreamFiles;
import lambda.store.StreamTables;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// A declared stream with views, and some of everything that Postgres can hold about it.
final class SampleStreams {
  /// The first hour with data.
  static final Instant HOUR = Instant.parse("2026-11-21T04:00:00Z");

  private SampleStreams() {}

  /// Writes the definitions into a folder.
  static void write(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve("orders.avsc"),
          """
          {"type": "record", "name": "Order", "fields": [
            {"name": "id", "type": "string"},
            {"name": "at", "type": "string"},
            {"name": "shop", "type": "string"},
            {"name": "mood", "type": ["null", "string"]},
            {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}}]}
          """);
      Files.writeString(
          folder.resolve("orders.yaml"),
          """
          stream: orders
          topic: orders
          partitions: 2
          format: json
          schema: orders.avsc
          id: id
          time: at
          key: shop
          views:
            - view: orders_per_minute
              window: minute
              group_by: [shop, mood]
              measures: { orders: count, revenue: { sum: amount }, mean: { avg: amount }, least: { min: amount }, moods: { uniques: mood } }
            - view: orders_per_day
              window: day
              measures: { orders: count }
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sets Postgres up, with a sealed hour, one that waits, and an open one.
  static void fill(Jdbi jdbi, Path folder) {
    Streams streams = StreamFiles.read(folder);
    new StreamTables(jdbi).ensure(streams);
    jdbi.useTransaction(SampleStreams::fill);
  }

  private static void fill(Handle handle) {
    handle.execute(
        "insert into lambda.partitions (stream, partition, first_offset, next_offset, flushed_at) values ('orders', 0, 0, 120, ?), ('orders', 1, 0, 80, ?)",
        at(130),
        at(131));
    for (int hour = 0; hour <= 2; hour++) {
      handle.execute(
          "insert into lambda.boundaries (stream, partition, hour, first_offset, decided_by) values ('orders', 0, ?, ?, 'speed'), ('orders', 1, ?, ?, 'batch')",
          at(hour * 60),
          hour * 40,
          at(hour * 60),
          hour * 30);
    }
    handle.execute(
        "insert into lambda.batch_hours (stream, hour, records, dead_letters, duplicates, differences, archived_at, recomputed_at, reconciled_at, sealed_at) values ('orders', ?, 70, 2, 1, 2, ?, ?, ?, ?)",
        at(0),
        at(61),
        at(62),
        at(63),
        at(64));
    handle.execute(
        "insert into lambda.batch_hours (stream, hour, records, archived_at, recomputed_at) values ('orders', ?, 70, ?, ?)",
        at(60),
        at(121),
        at(122));
    handle.execute(
        "insert into lambda.speed_hours (stream, partition, hour, records, dead_letters, duplicates) values ('orders', 0, ?, 40, 3, 0)",
        at(120));
    handle.execute(
        "insert into lambda.files (key, stream, hour, kind, rows, bytes, sha256) values ('raw/orders/a.parquet', 'orders', ?, 'raw', 68, 4711, 'ab'), ('dlq/orders/b.parquet', 'orders', ?, 'dlq', 2, 300, '')",
        at(0),
        at(0));
    handle.execute(
        "insert into lambda.ranges (stream, partition, first_offset, next_offset, hour, raw_rows, dead_letters, gaps) values ('orders', 0, 0, 40, ?, 38, 2, 0), ('orders', 1, 0, 30, ?, 30, 0, 0)",
        at(0),
        at(0));
    handle.execute(
        "insert into lambda.differences (stream, hour, view, window_start, key, kind, speed, batch, explanation, healed_at) values ('orders', ?, 'orders_per_day', ?, '{}', 'measures differ', '{\"orders\": 2}', '{\"orders\": 1}', 'a duplicate', ?)",
        at(0),
        at(-240),
        at(63));
    handle.execute(
        "insert into lambda.losses (stream, partition, first_offset, next_offset, hour, declared_by) values ('orders', 1, 30, 33, ?, 'DeclareLost-1')",
        at(60));
    for (String view : new String[] {"orders_per_minute", "orders_per_day"}) {
      for (int hour = 0; hour <= 1; hour++) {
        handle.execute(
            "insert into lambda.batch_views (view, hour, compared_at) values (?, ?, ?)",
            view,
            at(hour * 60),
            hour == 0 ? at(63) : null);
      }
    }
    for (int minute = 0; minute < 150; minute++) {
      String layer = minute < 120 ? "batch" : "speed";
      for (String shop : new String[] {"a|b", "corner", "über"}) {
        handle.execute(
            "insert into %s.orders_per_minute (hour, window_start, shop, mood, orders, revenue, mean_sum, mean_count, least, moods) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                .formatted(layer),
            at(minute / 60 * 60),
            at(minute),
            shop,
            minute % 2 == 0 ? null : "good",
            minute + shop.length(),
            new BigDecimal("12.50"),
            new BigDecimal("12.50"),
            minute % 3,
            minute % 5 == 0 ? null : new BigDecimal("0.01"),
            minute % 2 == 0 ? new Long[] {} : new Long[] {(long) minute});
      }
    }
    for (int hour = 0; hour <= 2; hour++) {
      handle.execute(
          "insert into %s.orders_per_day (hour, window_start, orders) values (?, ?, ?)"
              .formatted(hour < 2 ? "batch" : "speed"),
          at(hour * 60),
          at(-240),
          100 * (hour + 1));
    }
  }

  /// A time, in minutes after the start of the first hour.
  static Instant at(int minutes) {
    return HOUR.plusSeconds(60L * minutes);
  }
}
