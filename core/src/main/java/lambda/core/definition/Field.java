package lambda.core.definition;

/// One field of a stream's events, as its Avro schema declares it.
public record Field(String name, FieldType type, boolean nullable) {}
