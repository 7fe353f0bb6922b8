package lambda.batch.sql;

import static lambda.store.Sql.name;
import static lambda.store.Sql.text;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import lambda.core.definition.FieldType;
import lambda.core.definition.Measure;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.store.PostgresConfig;
import lambda.store.Sql;

/// The names that a query can use, as DuckDB statements that define them. Pure.
final class SqlCatalog {
  /// The name under which DuckDB knows Postgres.
  private static final String POSTGRES = "pg";

  /// Tables of the protocol that people ask for. They have no schema here, because `lambda` is a
  /// keyword of DuckDB.
  private static final List<String> PROTOCOL =
      List.of("hours", "differences", "losses", "speed_gaps", "rejected_documents");

  private SqlCatalog() {}

  /// Attaches Postgres so that nothing can be changed.
  static List<String> attach(PostgresConfig config) {
    URI server = URI.create(config.url().substring("jdbc:".length()));
    return List.of(
        """
        create secret pg_login (type postgres, host %s, port %d, database %s, user %s, password %s)\
        """
            .formatted(
                text(server.getHost()),
                server.getPort() < 0 ? 5432 : server.getPort(),
                text(server.getPath().substring(1)),
                text(config.user()),
                text(config.password())),
        "attach 'options=''-c default_transaction_read_only=on''' as %s (type postgres, secret pg_login, read_only)"
            .formatted(POSTGRES));
  }

  /// The serving views, the raw tables and the state of the hours.
  static List<String> tables(List<StreamDefinition> streams) {
    List<String> statements = new ArrayList<>();
    statements.add("create schema serving");
    for (String table : PROTOCOL) {
      statements.add("create view %1$s as from %2$s.\"lambda\".%1$s".formatted(table, POSTGRES));
    }
    for (StreamDefinition stream : streams) {
      stream.views().forEach(view -> statements.add(servingView(view)));
      stream
          .rawSink()
          .ifPresent(table ->
              statements.add(
                  "create or replace view %1$s as from %2$s.public.%1$s"
                      .formatted(name(table), POSTGRES)));
    }
    return statements;
  }

  /// DuckDB reads an unlimited `numeric` as a double, which is exact up to 15 digits. The cast
  /// gives each figure its own type again.
  private static String servingView(ViewDefinition view) {
    List<String> columns =
        Stream.of(
                Stream.of("window_start"),
                view.keyColumns().stream().map(Sql::name),
                view.measures().stream().map(SqlCatalog::figure),
                Stream.of("source"))
            .flatMap(part -> part)
            .toList();
    return "create view serving.%1$s as select %2$s from %3$s.serving.%1$s"
        .formatted(name(view.name()), String.join(", ", columns), POSTGRES);
  }

  private static String figure(Measure measure) {
    String column = name(measure.name());
    return switch (measure) {
      case Measure.Count _, Measure.CountDistinct _ -> column;
      case Measure.Sum sum -> sum(column, sum.field().type());
      case Measure.Min min -> extreme(column, min.field().type());
      case Measure.Max max -> extreme(column, max.field().type());
      case Measure.Quotient _ -> decimal(column, Measure.QUOTIENT_SCALE);
    };
  }

  private static String sum(String column, FieldType type) {
    return type instanceof FieldType.DecimalType(_, int scale)
        ? decimal(column, scale)
        : decimal(column, 0);
  }

  private static String extreme(String column, FieldType type) {
    return type instanceof FieldType.DecimalType(_, int scale) ? decimal(column, scale) : column;
  }

  private static String decimal(String column, int scale) {
    return "%1$s::decimal(38, %2$d) as %1$s".formatted(column, scale);
  }

  /// The streams whose archive a query may read: opening the others would cost time for nothing.
  static List<StreamDefinition> mentioned(String sql, List<StreamDefinition> streams) {
    String lower = sql.toLowerCase(Locale.ROOT);
    return streams.stream()
        .filter(stream -> lower.contains(stream.name().toLowerCase(Locale.ROOT)))
        .toList();
  }

  /// The archive of a stream.
  ///
  /// @param schema `archive` or `dead_letters`
  /// @param files as a table expression
  static String archive(String schema, StreamDefinition stream, String files) {
    return "create or replace view %s.%s as from %s".formatted(schema, name(stream.name()), files);
  }
}
