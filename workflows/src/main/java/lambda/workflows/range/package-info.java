/// Workflows over a range of hours: they can be paused, resumed and asked for their progress.
@org.jspecify.annotations.NullMarked
package lambda.workflows.range;
