package lambda.core.failure;

/// How to react to a failure. Only the category decides; messages are never inspected.
public enum Category {
  /// The failure may be temporary: a server is unavailable, or another worker is ahead. Try again
  /// later.
  RETRY,
  /// The request itself is wrong. Retrying cannot help; the caller must correct it.
  BAD_INPUT,
  /// An invariant is violated: data is lost, or definitions do not match. An operator must
  /// intervene.
  FATAL
}
