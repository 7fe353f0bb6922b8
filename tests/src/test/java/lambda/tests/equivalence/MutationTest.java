package lambda.tests.equivalence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Data;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.FromData;
import net.jqwik.api.Property;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Table;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.lifecycle.AfterContainer;

/// The equivalence property can fail: with one operator changed in what either layer is compiled
/// from, it finds a case where they differ within as many cases as every build tries.
class MutationTest {
  private static final int TRIES = 400;
  private static final long SEED = 20261121;
  private static final BothLayers LAYERS = new BothLayers();

  @AfterContainer
  static void stop() {
    LAYERS.close();
  }

  @Data
  Iterable<Tuple2<String, String>> mutations() {
    return Table.of(
        Tuple.of("lt: ", "lte: "),
        Tuple.of("gte: ", "gt: "),
        Tuple.of("eq: ", "ne: "),
        Tuple.of("and: ", "or: "),
        Tuple.of("min: ", "max: "),
        Tuple.of("is_null: true", "is_null: false"),
        Tuple.of("window: day", "window: hour"),
        Tuple.of("window: month", "window: day"),
        Tuple.of("sum: number", "sum: maybe_number"),
        Tuple.of("uniques: text", "uniques: maybeText"),
        Tuple.of("count: real", "count: events"));
  }

  @Property
  @FromData("mutations")
  void anyChangedOperatorIsFound(@ForAll String was, @ForAll String is) {
    List<EquivalenceCase> touched = cases().filter(given -> given.yaml().contains(was)).toList();

    assertThat(touched)
        .as("the fold, mutated from %s to %s", was, is)
        .anySatisfy(
            given -> assertThat(BothLayers.fold(mutated(given, was, is))).isNotEqualTo(sql(given)));
    assertThat(touched)
        .as("the SQL, mutated from %s to %s", was, is)
        .anySatisfy(
            given -> assertThat(sql(mutated(given, was, is))).isNotEqualTo(BothLayers.fold(given)));
  }

  @Example
  void duplicatesAcrossHoursThatTheBatchLayerForgetsAreFound() {
    assertThat(cases().filter(given -> given.hours().size() > 1))
        .anySatisfy(given -> assertThat(eachHourAlone(given)).isNotEqualTo(BothLayers.fold(given)));
  }

  @Example
  void duplicatesAcrossHoursThatTheSpeedLayerForgetsAreFound() {
    assertThat(cases().filter(given -> given.hours().size() > 1))
        .anySatisfy(given -> {
          Map<Object, Object> forgetful = new HashMap<>();
          given.ingestHours().forEach(hour -> forgetful.putAll(BothLayers.fold(given.only(hour))));
          assertThat(forgetful).isNotEqualTo(sql(given));
        });
  }

  private static Map<Object, Object> eachHourAlone(EquivalenceCase given) {
    Map<Object, Object> partials = new HashMap<>();
    given.ingestHours().forEach(hour -> partials.putAll(LAYERS.sql(given.only(hour))));
    return partials;
  }

  /// The same cases for every mutation.
  private static Stream<EquivalenceCase> cases() {
    RandomGenerator<EquivalenceCase> generator = EquivalenceCases.cases().generator(TRIES, false);
    Random random = new Random(SEED);
    return Stream.generate(() -> generator.next(random).value()).limit(TRIES);
  }

  private static EquivalenceCase mutated(EquivalenceCase given, String was, String is) {
    return new EquivalenceCase(given.yaml().replace(was, is), given.hours());
  }

  private static Object sql(EquivalenceCase given) {
    return LAYERS.sql(given);
  }
}
