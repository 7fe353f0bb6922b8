package lambda.core.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lambda.core.definition.Field;
import org.jspecify.annotations.Nullable;

/// What stands where in a stream's JSON: a tree of records with fields at its leaves. Immutable
/// once built.
final class RecordShape {
  private static final int RECORD = -1;

  private final String path;
  private final int index;
  private final int position;
  private final byte[] name;
  private final List<RecordShape> members = new ArrayList<>();
  private final Map<String, RecordShape> byName = new HashMap<>();

  private RecordShape(String path, int index, int position) {
    this.path = path;
    this.index = index;
    this.position = position;
    name = path.substring(path.lastIndexOf('.') + 1).getBytes(StandardCharsets.UTF_8);
  }

  static RecordShape of(List<Field> fields) {
    RecordShape root = new RecordShape("", 0, RECORD);
    int next = 1;
    for (int position = 0; position < fields.size(); position++) {
      RecordShape record = root;
      String path = fields.get(position).path();
      for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
        String name = path.substring(record.path.isEmpty() ? 0 : record.path.length() + 1, dot);
        RecordShape known = record.byName.get(name);
        if (known == null) {
          known = new RecordShape(path.substring(0, dot), next++, RECORD);
          record.add(known);
        }
        record = known;
      }
      record.add(new RecordShape(path, next++, position));
    }
    return root;
  }

  private void add(RecordShape member) {
    members.add(member);
    byName.put(new String(member.name, StandardCharsets.UTF_8), member);
  }

  /// The member of that name; null if the schema has none.
  @Nullable RecordShape member(String name) {
    return byName.get(name);
  }

  /// The members, in the schema's order.
  List<RecordShape> members() {
    return members;
  }

  /// Its name, as JSON has it: of letters, digits and `_`, by the schema's rule.
  byte[] name() {
    return name;
  }

  String path() {
    return path;
  }

  /// A number for each node of the tree, from 0 up.
  int index() {
    return index;
  }

  /// The position of the field; negative for a record.
  int position() {
    return position;
  }

  /// How many nodes there are.
  int size() {
    return 1 + members.stream().mapToInt(RecordShape::size).sum();
  }
}
