/// One seed, one schedule: simulated processes of which exactly one runs at a time, simulated time,
/// and faults that are drawn from the seed.
@org.jspecify.annotations.NullMarked
package lambda.tests.simulation.schedule;
