/// Archive, recompute, reconcile and seal hours. Plain classes; they know no Temporal.
@org.jspecify.annotations.NullMarked
package lambda.batch;
