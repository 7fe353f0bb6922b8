package lambda.batch.s3;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.Transition;
import software.amazon.awssdk.services.s3.model.TransitionStorageClass;

/// The lifecycle rules of the platform: which storage class old objects move to. It is one whose
/// objects can be read at once: a new view, a backfill and an erasure read all of the archive.
final class LifecycleRules {
  private static final String ID = "lambda-";
  private static final int DAYS = 30;

  private LifecycleRules() {}

  static List<LifecycleRule> rules() {
    return Stream.of("raw", "aggregated")
        .map(folder ->
            LifecycleRule.builder()
                .id(ID + folder)
                .filter(filter -> filter.prefix(folder + "/"))
                .transitions(
                    Transition.builder()
                        .days(DAYS)
                        .storageClass(TransitionStorageClass.GLACIER_IR)
                        .build())
                .status(ExpirationStatus.ENABLED)
                .build())
        .toList();
  }

  static boolean isOurs(LifecycleRule rule) {
    return rule.id() != null && rule.id().startsWith(ID);
  }
}
