/// The dashboards as files, and their queries on a running stack.
@org.jspecify.annotations.NullMarked
package lambda.tests.dashboard;
