/// Hours of streams, as programs read them.
@org.jspecify.annotations.NullMarked
package lambda.serving.hour;
