/// Maintenance of an existing archive, each test class on its own stream.
@org.jspecify.annotations.NullMarked
package lambda.tests.maintenance;
