/// Server-sent events: one source, many readers, bounded memory. Knows nothing of what is sent.
@org.jspecify.annotations.NullMarked
package lambda.serving.live;
