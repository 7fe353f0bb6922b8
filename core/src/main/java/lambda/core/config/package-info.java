/// Typed settings from environment variables, validated together.
@org.jspecify.annotations.NullMarked
package lambda.core.config;
