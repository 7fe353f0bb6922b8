/// Skewed load with faults, and the exact ledger of what it sent.
@org.jspecify.annotations.NullMarked
package lambda.generator;
