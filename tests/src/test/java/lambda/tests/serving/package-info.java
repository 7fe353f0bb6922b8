/// Queries over the serving view.
@org.jspecify.annotations.NullMarked
package lambda.tests.serving;
