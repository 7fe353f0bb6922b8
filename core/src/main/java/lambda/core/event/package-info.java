/// Decodes records to validated events; both layers use the same decoder.
@org.jspecify.annotations.NullMarked
package lambda.core.event;
