package lambda.tests.equivalence;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import lambda.core.hour.Hour;
import lambda.core.view.Partial;
import lambda.tests.stack.EmbeddedPostgres;
import lambda.tests.stack.ScratchFolder;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Everything between the log and the answer, for one case after another: fold and flushes into
/// Postgres, archive and SQL, the swap of each hour. One thread.
final class Pipeline implements AutoCloseable {
  private static final int FLUSH_RECORDS = 7;
  private static final int MAX_DIGITS_OF_A_DOUBLE = 18;

  private final ScratchFolder folder = new ScratchFolder();
  private final EmbeddedPostgres postgres = new EmbeddedPostgres(folder.path());
  private final BothLayers layers = new BothLayers();

  /// Asserts that a case holds: the partials of both layers are equal, and the answer is right
  /// before, between and after the swaps of its hours.
  void prove(EquivalenceCase given) {
    SortedMap<Hour, List<Partial>> batch = layers.partials(given);
    assertThat(BothLayers.byPlace(batch.values().stream().flatMap(List::stream).toList()))
        .as("batch partials, against speed partials")
        .isEqualTo(BothLayers.fold(given));
    Map<Figure, Map<String, @Nullable BigDecimal>> expected = PlainAnswer.to(given);
    try (ServedView served = new ServedView(jdbi(), given)) {
      served.fold(FLUSH_RECORDS);
      assertEqual("the speed layer", served.answer(), expected);
      batch.forEach((hour, partials) -> {
        served.swap(hour, partials);
        assertEqual("batch up to " + hour, served.answer(), expected);
      });
    }
  }

  private Jdbi jdbi() {
    return postgres.database().jdbi();
  }

  private static void assertEqual(
      String by,
      Map<Figure, Map<String, @Nullable BigDecimal>> answered,
      Map<Figure, Map<String, @Nullable BigDecimal>> expected) {
    assertThat(answered.keySet()).as("the figures by %s", by).isEqualTo(expected.keySet());
    List<String> differences = new ArrayList<>();
    expected.forEach((figure, measures) ->
        measures.forEach((measure, value) -> {
          BigDecimal answer = Objects.requireNonNull(answered.get(figure)).get(measure);
          if (!equal(answer, value)) {
            differences.add(
                "%s of %s: sent %s, answered %s".formatted(measure, figure, value, answer));
          }
        }));
    assertThat(differences).as("the figures by %s", by).isEmpty();
  }

  /// A double has several text forms.
  private static boolean equal(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.compareTo(other) == 0
        || (one.precision() < MAX_DIGITS_OF_A_DOUBLE && one.doubleValue() == other.doubleValue());
  }

  @Override
  public void close() {
    layers.close();
    postgres.close();
    folder.close();
  }
}
