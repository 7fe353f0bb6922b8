package lambda.core.event;

/// The record is no event. It never leaves this package.
final class MalformedRecordException extends Exception {
  private final String reason;

  MalformedRecordException(String reason) {
    super(reason, null, false, false); // as frequent as bad records: no stack trace
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
