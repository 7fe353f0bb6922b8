package lambda.local.supervise;

/// One process as the supervisor sees it.
///
/// @param pid 0 where it does not run
/// @param startedAt of the process, in milliseconds since the epoch; with the pid it is unique
public record ServerStatus(
    String name, String title, ServerState state, long pid, long startedAt, String address) {}
