package lambda.core.parse;

import lambda.core.definition.StreamDefinition;

/// A stream definition for tests that uses every property.
final class Sales {
  static final String SCHEMA_FILE = "sales.avsc";
  static final String SCHEMA =
      """
      {"type": "record", "name": "Sale", "fields": [
        {"name": "id", "type": "string"},
        {"name": "at", "type": "string"},
        {"name": "status", "type": "string"},
        {"name": "quantity", "type": "int"},
        {"name": "rating", "type": ["null", "double"]},
        {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 2}},
        {"name": "data", "type": ["null", {"type": "record", "name": "Data", "fields": [
          {"name": "page", "type": "string"}
        ]}]}
      ]}
      """;

  static final String YAML =
      """
      stream: sales
      topic: sales
      partitions: 3
      format: json
      schema: sales.avsc
      id: id
      time: at
      key: id
      quality:
        - { field: quantity, range: { min: 1, max: 99 } }
        - { field: status, one_of: [paid, failed], pattern: '[a-z]+' }
      raw_sink: sales
      views:
        - view: sales_per_month
          window: month
          filter: { not: { or: [ { field: amount, lt: 1.5 }, { field: data.page, is_null: true } ] } }
          group_by: [status, data.page]
          measures:
            sales: count
            failed: { count: events, filter: { field: status, in: [failed] } }
            revenue: { sum: amount }
            mean: { avg: amount }
            failure_rate: { ratio: [failed, sales] }
      """;

  private Sales() {}

  static StreamDefinition parse(String yaml) {
    return parse(yaml, SCHEMA);
  }

  static StreamDefinition parse(String yaml, String schema) {
    return new StreamParser("sales.yaml", _ -> schema).parse(yaml);
  }
}
