/// Which failures of an ingest loop may pass, which need a person, and which end the process.
@org.jspecify.annotations.NullMarked
package lambda.speed.ingest.failure;
