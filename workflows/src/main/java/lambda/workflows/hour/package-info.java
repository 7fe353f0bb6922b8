/// Workflows that take hours from closed to sealed.
@org.jspecify.annotations.NullMarked
package lambda.workflows.hour;
