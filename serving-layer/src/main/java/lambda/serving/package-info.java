/// Queries over the union of batch and speed views.
@org.jspecify.annotations.NullMarked
package lambda.serving;
