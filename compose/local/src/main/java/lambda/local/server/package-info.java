/// The servers of the local stack: how each is installed, configured, started and probed.
@org.jspecify.annotations.NullMarked
package lambda.local.server;
