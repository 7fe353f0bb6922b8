package lambda.tests.simulation.pipeline;

import java.time.Duration;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import lambda.tests.simulation.world.Unavailable;

/// Runs steps as Temporal does: what fails for now is tried again.
final class Retries {
  private static final int ATTEMPTS = 3;

  private Retries() {}

  /// @return whether the step was done; if not, a later run does it
  static boolean run(World world, Runnable step) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        step.run();
        return true;
      } catch (Unavailable _) {
        world.scheduler().sleep(Duration.ofSeconds(20));
      } catch (LambdaException e) {
        world.scheduler().trace("fails:", String.valueOf(e.getMessage()));
        if (e.category() != Category.RETRY) {
          return false;
        }
        world.scheduler().sleep(Duration.ofMinutes(1));
      }
    }
    return false;
  }
}
