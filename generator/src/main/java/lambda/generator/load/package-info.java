/// Which records are sent when: arrivals, late events, duplicates and malformed records.
@org.jspecify.annotations.NullMarked
package lambda.generator.load;
