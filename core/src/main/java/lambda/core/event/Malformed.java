package lambda.core.event;

/// The record is no event of its stream.
///
/// @param reason one line for people, which names the field where there is one
public record Malformed(String reason) implements Decoded {}
