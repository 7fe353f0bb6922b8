package lambda.workflows.reprojection;

/// A new index that is complete.
///
/// @param request how many new indices of the view have been asked for so far
public record Reprojection(String view, long request) {}
