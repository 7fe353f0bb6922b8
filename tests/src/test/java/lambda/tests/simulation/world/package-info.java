/// Kafka, Postgres, S3 and Elasticsearch in memory, as far as the protocol relies on them, and the
/// network to them.
@org.jspecify.annotations.NullMarked
package lambda.tests.simulation.world;
