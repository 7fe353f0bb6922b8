/// The same views from the archive: compiled to SQL, recomputed, and reconciled with the speed
/// layer.
@org.jspecify.annotations.NullMarked
package lambda.batch.compute;
