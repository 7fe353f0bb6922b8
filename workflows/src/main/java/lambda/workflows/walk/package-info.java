/// The walk of a workflow through a range of hours: several at a time, with pauses, failures and
/// progress.
@org.jspecify.annotations.NullMarked
package lambda.workflows.walk;
