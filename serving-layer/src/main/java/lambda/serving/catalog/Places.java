package lambda.serving.catalog;

/// Where the data is, for examples.
///
/// @param api the address of the API, such as `http://127.0.0.1:8080`
/// @param bucket the name of the bucket on S3
public record Places(String api, String bucket) {}
