/// DuckDB in this process, and the only code that knows DuckDB and Arrow.
@org.jspecify.annotations.NullMarked
package lambda.batch.duckdb;
