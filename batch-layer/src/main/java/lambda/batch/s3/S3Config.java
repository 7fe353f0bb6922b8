package lambda.batch.s3;

import java.net.URI;
import lambda.core.config.Settings;

/// Where the master dataset is.
public record S3Config(
    URI endpoint, String region, String accessKey, String secretKey, String bucket) {

  public static S3Config from(Settings settings) {
    return new S3Config(
        settings.address("LAMBDA_S3", "http://127.0.0.1:9000"),
        settings.text("LAMBDA_S3_REGION", "us-east-1"),
        settings.text("LAMBDA_S3_ACCESS_KEY", "lambda"),
        settings.text("LAMBDA_S3_SECRET_KEY", "lambda-secret"),
        settings.text("LAMBDA_S3_BUCKET", "lambda"));
  }
}
