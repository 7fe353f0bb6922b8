/// Postgres to Elasticsearch: every figure and raw event is copied, never computed a second time.
@org.jspecify.annotations.NullMarked
package lambda.speed.projection;
