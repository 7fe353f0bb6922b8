/// Starts the platform for tests, and the tools to act on it and look into it.
@org.jspecify.annotations.NullMarked
package lambda.tests.stack;
