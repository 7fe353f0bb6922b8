package lambda.workflows.activity;

import java.time.Duration;
import lambda.core.failure.LambdaException;
import lambda.store.projection.Projections;
import lambda.workflows.input.ViewInput;

/// Runs the activities by what Postgres stores about projections, where the speed layer meets them.
public final class StoredProjectionActivities implements ProjectionActivities {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Projections projections;

  public StoredProjectionActivities(Projections projections) {
    this.projections = projections;
  }

  @Override
  public long request(ViewInput view) {
    return Failures.translate(() -> projections.request(view.view()));
  }

  @Override
  public void await(ViewInput view, long request) {
    Failures.translate(() -> {
      if (!projections.answered(view.view(), request)) {
        throw LambdaException.retryAfter(
            PAUSE,
            "the speed layer has not rebuilt the index of %s yet. Is it running? Its log and /health say what it waits for"
                .formatted(view.view()));
      }
      return request;
    });
  }
}
