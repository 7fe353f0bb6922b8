/// Runs processes: starts them, watches them, restarts them, and stops them in order.
@org.jspecify.annotations.NullMarked
package lambda.local.supervise;
