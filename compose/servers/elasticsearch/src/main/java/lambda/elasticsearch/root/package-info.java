/// A small Elasticsearch plugin, in a separate jar: Elasticsearch loads plugins only from folders.
@org.jspecify.annotations.NullMarked
package lambda.elasticsearch.root;
