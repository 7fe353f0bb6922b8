package lambda.speed.ingest;

/// This process worked on a state that is not the stored one any more. It must throw away what it
/// folded and begin again from the store.
final class StaleOwnerException extends RuntimeException {
  StaleOwnerException(String message) {
    super(message);
  }
}
