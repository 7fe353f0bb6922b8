/// Output for people and programs: lines, tables, JSON.
@org.jspecify.annotations.NullMarked
package lambda.launcher.console;
