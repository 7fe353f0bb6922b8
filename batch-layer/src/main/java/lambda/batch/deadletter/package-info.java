/// Malformed records: what they are, and how they are sent again.
@org.jspecify.annotations.NullMarked
package lambda.batch.deadletter;
