/// Settings from the environment, read once, every fault at once.
@org.jspecify.annotations.NullMarked
package lambda.core.config;
