/// The embedded stack: real servers as supervised child processes on loopback.
@org.jspecify.annotations.NullMarked
package lambda.local;
