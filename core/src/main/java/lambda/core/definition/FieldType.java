package lambda.core.definition;

/// The types a field of an event may have, each with its column type in DuckDB and in Postgres.
public enum FieldType {
  STRING("VARCHAR", "text"),
  LONG("BIGINT", "bigint"),
  DOUBLE("DOUBLE", "double precision"),
  BOOLEAN("BOOLEAN", "boolean");

  private final String duckdb;
  private final String postgres;

  FieldType(String duckdb, String postgres) {
    this.duckdb = duckdb;
    this.postgres = postgres;
  }

  public String duckdb() {
    return duckdb;
  }

  public String postgres() {
    return postgres;
  }
}
