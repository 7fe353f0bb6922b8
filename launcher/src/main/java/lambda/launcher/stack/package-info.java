/// The local stack: its addresses, its setup, and the processes of the product.
@org.jspecify.annotations.NullMarked
package lambda.launcher.stack;
