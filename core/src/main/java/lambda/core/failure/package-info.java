/// Failures, classified by how to react to them.
@org.jspecify.annotations.NullMarked
package lambda.core.failure;
