/// One Elasticsearch node, started from its Maven artifacts instead of a distribution.
@org.jspecify.annotations.NullMarked
package lambda.elasticsearch;
