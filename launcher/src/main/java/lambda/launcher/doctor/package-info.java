/// What a machine must have for the local stack.
@org.jspecify.annotations.NullMarked
package lambda.launcher.doctor;
