/// A small Elasticsearch plugin, in a jar of its own: Elasticsearch loads plugins from folders
/// only.
@org.jspecify.annotations.NullMarked
package lambda.elasticsearch.root;
