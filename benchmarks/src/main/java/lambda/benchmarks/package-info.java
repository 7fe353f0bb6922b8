/// Benchmarks, each compared with a limit measured on the same machine in the same run.
@org.jspecify.annotations.NullMarked
package lambda.benchmarks;
