/// How command lines are read, and how failures are reported.
@org.jspecify.annotations.NullMarked
package lambda.launcher.cli;
