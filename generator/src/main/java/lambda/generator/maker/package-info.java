/// Makes the events of each stream, skewed by Zipf's law.
@org.jspecify.annotations.NullMarked
package lambda.generator.maker;
