/// What a loop does after a failure: how long it waits, and what it says.
@org.jspecify.annotations.NullMarked
package lambda.speed.failure;
