/// Kafka to real-time partials in Postgres, exactly once, projected to Elasticsearch.
@org.jspecify.annotations.NullMarked
package lambda.speed;
