/// Checks compose.yaml against the product's settings.
@org.jspecify.annotations.NullMarked
package lambda.tests.compose;
