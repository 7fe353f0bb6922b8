package lambda.core.event;

/// The result of decoding one record.
public sealed interface Decoded permits Event, Malformed {}
