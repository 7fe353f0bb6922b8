/// The demo, and the comparison of its figures with the ledger.
@org.jspecify.annotations.NullMarked
package lambda.launcher.demo;
