/// Kafka to partials in Postgres, exactly once: one loop for each stream.
@org.jspecify.annotations.NullMarked
package lambda.speed.ingest;
