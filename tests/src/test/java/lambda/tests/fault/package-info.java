/// The platform while its parts die or misbehave.
@org.jspecify.annotations.NullMarked
package lambda.tests.fault;
