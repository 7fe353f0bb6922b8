/// The platform's processes. What they decide, they decide with the platform's own classes; their
/// calls of Kafka, Postgres, S3 and Elasticsearch go to the simulated ones, in the same order.
@org.jspecify.annotations.NullMarked
package lambda.tests.simulation.pipeline;
