package lambda.tests.stack;

import java.util.List;
import java.util.Optional;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.TimeLimit;

/// A stream for tests of the archive: an id, a time, and no views.
public final class Orders {
  private static final Field ID = new Field("id", new FieldType.StringType(), false);
  private static final Field TIME = new Field("time", new FieldType.LongType(), false);

  public static final StreamDefinition STREAM =
      new StreamDefinition(
          "orders",
          "orders",
          1,
          List.of(ID, TIME),
          ID,
          TIME,
          TimeLimit.LARGEST,
          ID,
          Optional.empty(),
          List.of(),
          Optional.empty(),
          List.of());

  private Orders() {}
}
