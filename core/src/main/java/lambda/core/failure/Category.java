package lambda.core.failure;

/// What is to be done about a failure. The category alone decides; nobody looks at messages.
public enum Category {
  /// It may pass: a server is away, another worker is ahead. Try again, later.
  RETRY,
  /// The request itself is wrong. Trying again cannot help; whoever asked must mend it.
  BAD_INPUT,
  /// The world is not as it must be (data lost, definitions that do not match). A person must look.
  FATAL
}
