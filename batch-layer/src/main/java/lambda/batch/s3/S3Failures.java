package lambda.batch.s3;

import java.util.Set;
import lambda.core.failure.LambdaException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// Sorts the failures of S3 by category. What the network, load or time may heal is to be retried;
/// what a person must mend is fatal, and the message says how. Pure.
final class S3Failures {
  private static final int REQUEST_TIMEOUT = 408;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  /// Codes that come with a status of 4xx although a retry may succeed.
  private static final Set<String> TRANSIENT =
      Set.of(
          "RequestTimeout",
          "RequestTimeoutException",
          "SlowDown",
          "Throttling",
          "BadDigest",
          "IncompleteBody",
          "XAmzContentSHA256Mismatch");

  static final String ARCHIVED = "InvalidObjectState";

  private S3Failures() {}

  /// The failure of an action, such as `read raw/…`.
  static LambdaException of(S3Config config, String action, SdkException cause) {
    String what = "S3 at %s could not %s: ".formatted(config.endpoint(), action);
    if (!(cause instanceof AwsServiceException refusal)) {
      return LambdaException.retry(what + "the server cannot be reached", cause);
    }
    String message = what + "the server refused: " + refusal.getMessage();
    return isTransient(refusal)
        ? LambdaException.retry(message, cause)
        : LambdaException.fatal("%s. %s".formatted(message, mend(config, refusal)));
  }

  private static boolean isTransient(AwsServiceException refusal) {
    int status = refusal.statusCode();
    return status >= SERVER_ERROR
        || status == REQUEST_TIMEOUT
        || status == CONFLICT
        || status == TOO_MANY_REQUESTS
        || TRANSIENT.contains(code(refusal));
  }

  static String code(AwsServiceException refusal) {
    return refusal.awsErrorDetails() == null || refusal.awsErrorDetails().errorCode() == null
        ? ""
        : refusal.awsErrorDetails().errorCode();
  }

  private static String mend(S3Config config, AwsServiceException refusal) {
    return switch (code(refusal)) {
      case ARCHIVED -> "The object is in an archive class and must be restored first";
      case "NoSuchBucket" -> "Create bucket %s, or set LAMBDA_S3_BUCKET".formatted(config.bucket());
      case "RequestTimeTooSkewed" -> "The clock of this machine is wrong";
      case "PermanentRedirect", "AuthorizationHeaderMalformed" -> region(config);
      default ->
          switch (refusal.statusCode()) {
            case 301, 307 -> region(config);
            case 401, 403 ->
                "Check LAMBDA_S3_ACCESS_KEY, LAMBDA_S3_SECRET_KEY and what they permit in bucket "
                    + config.bucket();
            default -> "Retrying will not help; see what the server says";
          };
    };
  }

  private static String region(S3Config config) {
    return "Set LAMBDA_S3 and LAMBDA_S3_REGION to the region of bucket %s; it is not %s"
        .formatted(config.bucket(), config.region());
  }
}
