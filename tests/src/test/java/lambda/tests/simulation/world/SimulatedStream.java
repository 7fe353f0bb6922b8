package lambda.tests.simulation.world;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import lambda.core.definition.Condition;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.Measure;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.TimeLimit;
import lambda.core.definition.ViewDefinition;
import lambda.core.definition.Window;
import lambda.core.hour.Hour;
import lambda.core.view.Partial;
import lambda.core.view.ViewFold;

/// The stream of the simulation, with a view that counts and sums by key and hour of event time.
public final class SimulatedStream {
  private static final Field ID = new Field("id", new FieldType.StringType(), false);
  private static final Field KEY = new Field("key", new FieldType.StringType(), false);
  private static final Field AMOUNT = new Field("amount", new FieldType.LongType(), false);
  private static final Field TIME = new Field("time", new FieldType.LongType(), false);

  public static final ViewDefinition VIEW =
      new ViewDefinition(
          "by_key",
          Window.HOUR,
          Condition.always(),
          List.of(KEY),
          List.of(
              new Measure.Count("events", Optional.empty(), Condition.always()),
              new Measure.Sum("amount", AMOUNT, Condition.always())));

  public static final StreamDefinition DEFINITION =
      new StreamDefinition(
          "s",
          "t",
          1,
          List.of(ID, KEY, AMOUNT, TIME),
          ID,
          TIME,
          TimeLimit.DEFAULT,
          KEY,
          Optional.empty(),
          List.of(),
          Optional.empty(),
          List.of(VIEW));

  private SimulatedStream() {}

  /// Receives one partial.
  @FunctionalInterface
  public interface PartialConsumer {
    void accept(PartialKey key, Totals totals);
  }

  /// The partials of a fold of the view.
  public static void forEach(ViewFold fold, PartialConsumer action) {
    Consumer<Partial> each = partial -> action.accept(key(partial), Totals.of(partial.states()));
    fold.forEach(each);
  }

  private static PartialKey key(Partial partial) {
    Hour hour = partial.hour();
    return new PartialKey(
        hour, new FigureKey(partial.windowStart(), String.valueOf(partial.key().getFirst())));
  }
}
