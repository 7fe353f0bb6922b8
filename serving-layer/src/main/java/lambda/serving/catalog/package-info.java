/// What is declared, as programs read it: streams, views, and how to query them.
@org.jspecify.annotations.NullMarked
package lambda.serving.catalog;
