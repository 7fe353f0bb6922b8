/// The worker process: registers workflows, activities and schedules.
@org.jspecify.annotations.NullMarked
package lambda.workflows.worker;
