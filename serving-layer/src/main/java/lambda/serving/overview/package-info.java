/// The platform at one moment: how far each stream is in Kafka, in both layers and in
/// Elasticsearch, and whether the processes are well.
@org.jspecify.annotations.NullMarked
package lambda.serving.overview;
