/// An hour in the batch layer: which records it holds, and which steps are done.
@org.jspecify.annotations.NullMarked
package lambda.batch.hour;
