package lambda.core.view;

import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;

/// How many rows (windows and keys) a view may have in one hour. What exceeds it is refused by both
/// layers: which rows come first must not decide which are kept
/// (`docs/decisions/0014-quota-of-rows.md`).
///
/// @param rows positive
public record ViewQuota(long rows) {
  /// The setting, the same for the speed layer and the worker.
  public static final String SETTING = "LAMBDA_VIEW_QUOTA";

  public static final int DEFAULT = 1_000_000;

  /// @param wanted how many rows the view would have in the hour
  /// @throws LambdaException of category fatal if they are more than the quota
  public void require(ViewDefinition view, Hour hour, long wanted) {
    if (wanted > rows) {
      throw LambdaException.fatal(
          "view %s would have %d rows in hour %s, but %s allows %d. Nothing is lost: raise %s for the speed layer and the worker, or replace the view by one with a filter or other group_by fields, run './lambda run setup', and restart them"
              .formatted(view.name(), wanted, hour, SETTING, rows, SETTING));
    }
  }
}
