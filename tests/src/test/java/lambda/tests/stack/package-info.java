/// Starts the platform for tests, with tools to act on it and inspect it.
@org.jspecify.annotations.NullMarked
package lambda.tests.stack;
