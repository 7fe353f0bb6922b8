package lambda.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lambda.store.Sql;

/// Streams of payments whose archives tests change: one for each test class, so that none depends
/// on another. Their names say what is done to them.
final class MaintainedStreams {
  /// Those that are filled with three past hours.
  static final List<String> FILLED =
      List.of("compacted", "backfilled", "repaired", "erased", "replayed", "reprojected");

  /// Those to which a test sends records itself.
  private static final List<String> EMPTY = List.of("unseen", "expired");

  private static final String SCHEMA =
      """
      {"type": "record", "name": "Payment", "fields": [
        {"name": "id", "type": "string"},
        {"name": "paid_at", "type": "string"},
        {"name": "customer", "type": "string"},
        {"name": "status", "type": "string"},
        {"name": "currency", "type": "string"},
        {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 2}}]}
      """;

  private static final String YAML =
      """
      stream: NAME
      topic: tests.NAME
      partitions: 3
      format: json
      schema: payment.avsc
      id: id
      time: paid_at
      key: customer
      user: customer
      quality:
        - { field: status, one_of: [paid, open, refunded] }
        - { field: currency, one_of: [EUR, GBP, USD] }
        - { field: amount, range: { min: 0, max: 1000 } }
      raw_sink: NAME_payments
      views:
        - view: NAME_per_day
          window: day
          filter: { field: status, eq: paid }
          group_by: [currency]
          measures: { sales: count, amount: { sum: amount }, customers: { uniques: customer } }
      """;

  private MaintainedStreams() {}

  static void declare(Path folder) {
    try {
      Files.writeString(folder.resolve("payment.avsc"), SCHEMA);
      for (String name : Sql.concat(FILLED, EMPTY)) {
        Files.writeString(folder.resolve(name + ".yaml"), YAML.replace("NAME", name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
