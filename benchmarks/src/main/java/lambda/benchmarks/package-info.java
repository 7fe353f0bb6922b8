/// Benchmarks, each beside its limit on the same machine in the same run.
@org.jspecify.annotations.NullMarked
package lambda.benchmarks;
