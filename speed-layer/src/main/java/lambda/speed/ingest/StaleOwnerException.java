package lambda.speed.ingest;

/// The stored state is no longer the one that this process worked on. It must discard what it
/// folded and start again from what is stored.
final class StaleOwnerException extends RuntimeException {
  StaleOwnerException(String message) {
    super(message);
  }
}
