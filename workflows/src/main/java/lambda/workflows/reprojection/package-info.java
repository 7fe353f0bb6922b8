/// The workflow that rebuilds a view in Elasticsearch.
@org.jspecify.annotations.NullMarked
package lambda.workflows.reprojection;
