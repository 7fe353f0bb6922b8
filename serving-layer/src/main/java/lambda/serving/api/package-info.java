/// The query API: its process, its settings, and what each path answers.
@org.jspecify.annotations.NullMarked
package lambda.serving.api;
