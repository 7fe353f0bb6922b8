/// The inputs that people and schedules pass to workflows, and their validation.
@org.jspecify.annotations.NullMarked
package lambda.workflows.input;
