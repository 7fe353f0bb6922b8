package lambda.tests.equivalence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.statistics.Statistics;

/// The heart of the promise: whatever a view says and whatever arrives, both layers compute the
/// same partials, and what is served from them equals a plain count, at every moment. What fails is
/// shrunk, and printed so that it can be kept as a file of `src/test/resources/equivalence` and
/// replayed.
class EquivalenceTest {
  private static final Pipeline PIPELINE = new Pipeline();

  @AfterContainer
  static void stop() {
    PIPELINE.close();
  }

  @Property(
      tries = 400,
      seed = "20261121",
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.BOUNDED)
  void bothLayersAgreeAndServeWhatWasSent(@ForAll EquivalenceCase given) {
    PIPELINE.prove(given);
    Statistics.label("partials").collect(Math.min(5, BothLayers.fold(given).size()));
  }

  /// A fresh seed each time; jqwik prints it.
  @Tag("nightly")
  @Property(
      tries = 20_000,
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.BOUNDED)
  void bothLayersAgreeAndServeWhatWasSentInManyMoreCases(@ForAll EquivalenceCase given) {
    PIPELINE.prove(given);
  }

  @Example
  void casesThatFailedOnceHold() throws IOException {
    List<Path> files;
    try (Stream<Path> kept = Files.list(Path.of(root(), "tests/src/test/resources/equivalence"))) {
      files = kept.sorted().toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      PIPELINE.prove(EquivalenceCase.parse(Files.readString(file)));
    }
  }

  private static String root() {
    return System.getProperty("lambda.root");
  }
}
