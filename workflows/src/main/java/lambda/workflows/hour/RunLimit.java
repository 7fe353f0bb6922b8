package lambda.workflows.hour;

/// When a workflow over many hours continues as new, so that its history stays small.
public final class RunLimit {
  /// Hours in one run. Each takes some dozen events; Temporal allows 51,200 in a history.
  public static final int HOURS = 200;

  private RunLimit() {}
}
