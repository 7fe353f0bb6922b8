/// compose.yaml against the product's own settings.
@org.jspecify.annotations.NullMarked
package lambda.tests.compose;
