package lambda.batch.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import lambda.core.failure.LambdaException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/// The versions of objects that a bucket with versioning keeps after they were deleted or replaced.
/// Thread-safe.
public final class ObjectVersions {
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int NOT_IMPLEMENTED = 501;

  private final S3Config config;
  private final S3Client client;

  ObjectVersions(S3Config config, S3Client client) {
    this.config = config;
    this.client = client;
  }

  /// Whether the bucket keeps old versions, or kept them at some time.
  ///
  /// @throws LambdaException of category fatal if the server does not permit this question
  public boolean areKept() {
    try {
      return Optional.ofNullable(
              client
                  .getBucketVersioning(request -> request.bucket(config.bucket()))
                  .statusAsString())
          .filter(status -> !status.isEmpty())
          .isPresent();
    } catch (AwsServiceException e) {
      return switch (e.statusCode()) {
        case NOT_FOUND, NOT_ALLOWED, NOT_IMPLEMENTED -> false;
        case FORBIDDEN ->
            throw LambdaException.fatal(
                "the server does not permit to ask whether bucket %s keeps old versions of objects, which may hold data of erased users: %s. Permit s3:GetBucketVersioning, and if it keeps them, s3:ListBucketVersions and s3:DeleteObjectVersion"
                    .formatted(config.bucket(), e.getMessage()));
        default -> throw failure("ask for the versioning of bucket " + config.bucket(), e);
      };
    } catch (SdkException e) {
      throw failure("ask for the versioning of bucket " + config.bucket(), e);
    }
  }

  /// Deletes all versions but the current one of every object whose key starts with the prefix.
  /// Nothing stays of an object that was deleted.
  ///
  /// @param keep keys whose old versions stay
  /// @return how many versions were deleted
  public long deleteOld(String prefix, Predicate<String> keep) {
    List<DeleteMarkerEntry> markers = new ArrayList<>();
    long deleted = 0;
    try {
      for (var page :
          client.listObjectVersionsPaginator(
              request -> request.bucket(config.bucket()).prefix(prefix))) {
        page.deleteMarkers().stream()
            .filter(marker -> !keep.test(marker.key()))
            .forEach(markers::add);
        for (ObjectVersion version : page.versions()) {
          if (!version.isLatest() && !keep.test(version.key())) {
            delete(version.key(), version.versionId());
            deleted++;
          }
        }
      }
    } catch (SdkException e) {
      throw failure("list the versions of " + prefix, e);
    }
    // Last, since a marker hides the versions before it.
    markers.forEach(marker -> delete(marker.key(), marker.versionId()));
    return deleted;
  }

  private void delete(String key, String version) {
    try {
      client.deleteObject(request -> request.bucket(config.bucket()).key(key).versionId(version));
    } catch (SdkException e) {
      throw failure("delete version %s of %s".formatted(version, key), e);
    }
  }

  private LambdaException failure(String action, SdkException cause) {
    return S3Failures.of(config, action, cause);
  }
}
