/// The whole pipeline in one seeded simulation.
@org.jspecify.annotations.NullMarked
package lambda.tests.simulation;
