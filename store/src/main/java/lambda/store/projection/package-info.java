/// What Postgres stores about its copies in Elasticsearch, and how they are read and named.
@org.jspecify.annotations.NullMarked
package lambda.store.projection;
