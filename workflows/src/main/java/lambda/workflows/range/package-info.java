/// Workflows over a range of hours: they can be paused and resumed, and show their progress.
@org.jspecify.annotations.NullMarked
package lambda.workflows.range;
