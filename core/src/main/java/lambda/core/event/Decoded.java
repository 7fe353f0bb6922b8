package lambda.core.event;

/// What became of the bytes of one record.
public sealed interface Decoded permits Event, Malformed {}
