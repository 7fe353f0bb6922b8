package lambda.batch.erasure;

/// A request to erase all data of one user.
///
/// @param request identifies the request; its steps are not repeated
/// @param user the value of the stream's user field, as text
public record Erasure(String request, String user) {}
