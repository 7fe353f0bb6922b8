/// Health and metrics of a process over HTTP.
@org.jspecify.annotations.NullMarked
package lambda.monitoring;
