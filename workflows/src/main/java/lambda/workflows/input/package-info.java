/// What people and schedules pass to a workflow, and its validation.
@org.jspecify.annotations.NullMarked
package lambda.workflows.input;
