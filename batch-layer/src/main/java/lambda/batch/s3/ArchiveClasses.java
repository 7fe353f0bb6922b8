package lambda.batch.s3;

import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.RestoreRequest;
import software.amazon.awssdk.services.s3.model.Tier;

/// S3's storage classes whose objects cannot be read until they are restored. Pure.
final class ArchiveClasses {
  /// How long a restored object stays readable.
  static final int DAYS = 7;

  /// In the header `x-amz-restore` of an object that has been restored.
  private static final String RESTORED = "ongoing-request=\"false\"";

  private ArchiveClasses() {}

  static boolean mustBeRestored(HeadObjectResponse object) {
    boolean archived =
        switch (object.storageClass()) {
          case null -> false;
          case GLACIER, DEEP_ARCHIVE -> true;
          case INTELLIGENT_TIERING -> object.archiveStatus() != null;
          default -> false;
        };
    return archived && !String.valueOf(object.restore()).contains(RESTORED);
  }

  static RestoreRequest restoreRequest() {
    return RestoreRequest.builder()
        .days(DAYS)
        .glacierJobParameters(job -> job.tier(Tier.STANDARD))
        .build();
  }
}
