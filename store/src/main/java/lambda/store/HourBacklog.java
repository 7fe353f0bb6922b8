package lambda.store;

/// The hours of a stream that are over and not sealed.
///
/// @param unarchived those whose records are not all in the archive
/// @param unsealed all of them
/// @param waiting those that wait for the speed layer
/// @param lost how many offsets of the stream were ever declared lost
public record HourBacklog(String stream, long unarchived, long unsealed, long waiting, long lost) {}
