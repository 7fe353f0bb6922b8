/// The subcommands of ./lambda.
@org.jspecify.annotations.NullMarked
package lambda.launcher.command;
