/// Removes one user's data from the archive and the raw sink.
@org.jspecify.annotations.NullMarked
package lambda.batch.erasure;
