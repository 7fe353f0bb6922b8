/// Keeps the archive healthy: compaction, verification, repair, clean-up and retention.
@org.jspecify.annotations.NullMarked
package lambda.batch.maintenance;
