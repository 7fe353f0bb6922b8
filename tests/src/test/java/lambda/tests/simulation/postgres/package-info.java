/// Postgres as the protocol uses it. What is an SQL statement of the platform is a method here,
/// with the same name and contract.
@org.jspecify.annotations.NullMarked
package lambda.tests.simulation.postgres;
