/// What is done with an archive after it is made, each on a stream of its own.
@org.jspecify.annotations.NullMarked
package lambda.tests.maintenance;
