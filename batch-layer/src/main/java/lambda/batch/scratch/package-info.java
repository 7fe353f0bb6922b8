/// Temporary files of one process, deleted even after it was killed.
@org.jspecify.annotations.NullMarked
package lambda.batch.scratch;
