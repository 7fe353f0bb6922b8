/// Ingest hours: contiguous offset ranges, decided once.
@org.jspecify.annotations.NullMarked
package lambda.core.hour;
