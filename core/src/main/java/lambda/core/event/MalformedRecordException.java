package lambda.core.event;

/// The record is not an event. It never leaves this package.
final class MalformedRecordException extends Exception {
  private final String reason;

  MalformedRecordException(String reason) {
    super(reason, null, false, false); // no stack trace: bad records may be frequent
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
