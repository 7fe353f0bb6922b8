/// Checks whether a machine can run the local stack.
@org.jspecify.annotations.NullMarked
package lambda.launcher.doctor;
