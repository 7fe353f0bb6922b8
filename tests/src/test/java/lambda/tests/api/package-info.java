/// The query API, over HTTP and on a real Postgres.
@org.jspecify.annotations.NullMarked
package lambda.tests.api;
