package lambda.batch.erasure;

/// A request to erase all that one user did.
///
/// @param request its name; steps that were done for it are not done again
/// @param user the value of the stream's user field
public record Erasure(String request, String user) {}
