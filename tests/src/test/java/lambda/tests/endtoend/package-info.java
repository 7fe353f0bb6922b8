/// The platform as its users see it: commands, queries, workflows, files.
@org.jspecify.annotations.NullMarked
package lambda.tests.endtoend;
