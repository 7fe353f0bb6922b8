/// The workflow that deletes what is no longer needed.
@org.jspecify.annotations.NullMarked
package lambda.workflows.retention;
