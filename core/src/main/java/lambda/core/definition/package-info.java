/// What a user declares: streams, and the views over them.
@org.jspecify.annotations.NullMarked
package lambda.core.definition;
