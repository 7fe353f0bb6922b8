package lambda.core.hour;

/// A decision: in this partition, `hour` begins at `firstOffset`.
public record Boundary(int partition, Hour hour, long firstOffset) {}
