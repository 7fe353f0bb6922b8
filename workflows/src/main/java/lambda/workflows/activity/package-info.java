/// The steps that workflows call: thin activities over the batch layer, with their retries and
/// heartbeats.
@org.jspecify.annotations.NullMarked
package lambda.workflows.activity;
