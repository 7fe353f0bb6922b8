/// Ingest hours: contiguous ranges of offsets, decided once.
@org.jspecify.annotations.NullMarked
package lambda.core.hour;
