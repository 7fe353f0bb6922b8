package lambda.core.definition;

/// A field of a stream's events that holds a value, as the Avro schema declares it. Fields of
/// nested records are listed with the others, each by its path.
///
/// @param path its place in the record, such as `data.page`
/// @param nullable whether it, or a record around it, may be null or missing
public record Field(String path, FieldType type, boolean nullable) {

  /// Its column name in the archive and in every table, such as `data_page`.
  public String column() {
    return path.replace('.', '_');
  }
}
