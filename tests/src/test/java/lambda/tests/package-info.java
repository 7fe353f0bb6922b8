/// Tests that cross modules, on real servers.
@org.jspecify.annotations.NullMarked
package lambda.tests;
