/// The master dataset: copies Kafka's log to Parquet on S3, and records in the manifest what is
/// there.
@org.jspecify.annotations.NullMarked
package lambda.batch.archive;
