/// Benchmarks, each next to its limit on this machine.
@org.jspecify.annotations.NullMarked
package lambda.launcher.bench;
