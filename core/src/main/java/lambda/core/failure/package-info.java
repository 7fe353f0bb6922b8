/// Failures, sorted by what is to be done about them.
@org.jspecify.annotations.NullMarked
package lambda.core.failure;
