package lambda.workflows.input;

/// The input of a workflow over a range of hours.
public sealed interface RangedInput permits RangeInput, EraseInput, ReplayInput {

  RangeInput range();
}
