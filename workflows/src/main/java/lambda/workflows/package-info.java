/// Temporal workflows and the worker that runs them. Workflow code decides; activities act.
@org.jspecify.annotations.NullMarked
package lambda.workflows;
