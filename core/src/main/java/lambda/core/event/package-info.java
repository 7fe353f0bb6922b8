/// From bytes to a validated event, by one decoder that both layers use.
@org.jspecify.annotations.NullMarked
package lambda.core.event;
