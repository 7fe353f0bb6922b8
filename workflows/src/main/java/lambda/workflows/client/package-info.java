/// A client of Temporal: the connection, and starting workflows from Java.
@org.jspecify.annotations.NullMarked
package lambda.workflows.client;
