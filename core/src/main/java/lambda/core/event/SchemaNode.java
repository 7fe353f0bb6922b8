package lambda.core.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lambda.core.definition.Field;
import org.jspecify.annotations.Nullable;

/// A node in the tree that a stream's records form: a record with its members, or a field as a
/// leaf. Immutable once built.
final class SchemaNode {
  private static final int RECORD = -1;

  private final String path;
  private final int index;
  private final int position;
  private final byte[] name;
  private final List<SchemaNode> members = new ArrayList<>();
  private final Map<String, SchemaNode> byName = new HashMap<>();

  private SchemaNode(String path, int index, int position) {
    this.path = path;
    this.index = index;
    this.position = position;
    name = path.substring(path.lastIndexOf('.') + 1).getBytes(StandardCharsets.UTF_8);
  }

  /// @return the root
  static SchemaNode of(List<Field> fields) {
    SchemaNode root = new SchemaNode("", 0, RECORD);
    int next = 1;
    for (int position = 0; position < fields.size(); position++) {
      SchemaNode record = root;
      String path = fields.get(position).path();
      for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
        String name = path.substring(record.path.isEmpty() ? 0 : record.path.length() + 1, dot);
        SchemaNode known = record.byName.get(name);
        if (known == null) {
          known = new SchemaNode(path.substring(0, dot), next++, RECORD);
          record.add(known);
        }
        record = known;
      }
      record.add(new SchemaNode(path, next++, position));
    }
    return root;
  }

  private void add(SchemaNode member) {
    members.add(member);
    byName.put(new String(member.name, StandardCharsets.UTF_8), member);
  }

  /// The member of that name; null if the schema has none.
  @Nullable SchemaNode member(String name) {
    return byName.get(name);
  }

  /// The members, in the schema's order.
  List<SchemaNode> members() {
    return members;
  }

  /// Its name as JSON spells it: the schema allows only letters, digits and `_`.
  byte[] name() {
    return name;
  }

  String path() {
    return path;
  }

  /// The node's number within the tree, from 0.
  int index() {
    return index;
  }

  /// Whether it is a record, not a field.
  boolean isRecord() {
    return position == RECORD;
  }

  /// The position of the field; negative for a record.
  int position() {
    return position;
  }

  /// The number of nodes in the subtree.
  int size() {
    return 1 + members.stream().mapToInt(SchemaNode::size).sum();
  }
}
