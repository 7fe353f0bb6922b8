/// Kafka clients: their settings, topics, reading ranges of a partition, sending.
@org.jspecify.annotations.NullMarked
package lambda.kafka;
