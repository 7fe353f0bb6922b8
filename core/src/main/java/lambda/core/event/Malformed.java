package lambda.core.event;

/// The record is not an event of its stream.
///
/// @param reason one line for people; it names the field if there is one
public record Malformed(String reason) implements Decoded {}
