package lambda.core.definition;

/// One field of a stream's events that holds a value, as its Avro schema declares it. The fields of
/// nested records stand beside the others, each with its path.
///
/// @param path where it is in the record, as in `data.page`
/// @param nullable whether it, or a record around it, may be null or missing
public record Field(String path, FieldType type, boolean nullable) {

  /// The name of its column in the archive and in every table: `data_page`.
  public String column() {
    return path.replace('.', '_');
  }
}
