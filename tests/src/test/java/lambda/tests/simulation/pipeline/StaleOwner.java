package lambda.tests.simulation.pipeline;

/// Another owner advanced a partition, or its hours were decided differently.
final class StaleOwner extends RuntimeException {
  StaleOwner(String message) {
    super(message, null, false, false);
  }
}
