package lambda.batch.duckdb;

/// The columns of the archive's files, in addition to those of the schema. The names are stored in
/// every file.
public final class ArchiveColumns {
  /// The record's partition in Kafka.
  public static final String PARTITION = "_partition";

  /// The record's offset in its partition.
  public static final String OFFSET = "_offset";

  /// The record's Kafka timestamp, in UTC.
  public static final String TIMESTAMP = "_timestamp";

  /// The event time, in UTC. Dead letters have none.
  public static final String EVENT_TIME = "_event_time";

  /// The record as it arrived, if it has fields that the schema does not; otherwise null.
  public static final String VALUE = "_value";

  /// Why a record is a dead letter. Only dead letters have it.
  public static final String REASON = "reason";

  /// The Kafka key of a dead letter, byte for byte. Only dead letters have it.
  public static final String KEY = "key";

  /// The value of a dead letter, byte for byte. Only dead letters have it.
  public static final String RECORD_VALUE = "value";

  private ArchiveColumns() {}
}
