package lambda.tests.equivalence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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

/// The heart of the promise: the fold and the SQL that are compiled from one definition give the
/// same partials for the same events, whatever both are. What fails is shrunk, and printed so that
/// it can be kept as a file of `src/test/resources/equivalence` and replayed.
class EquivalenceTest {
  private static final BothLayers LAYERS = new BothLayers();

  @AfterContainer
  static void stop() throws SQLException {
    LAYERS.close();
  }

  @Property(
      tries = 400,
      seed = "20261121",
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.BOUNDED)
  void bothLayersComputeTheSamePartials(@ForAll EquivalenceCase given) throws SQLException {
    agree(given);
    Statistics.label("partials").collect(Math.min(5, BothLayers.fold(given).size()));
  }

  /// A fresh seed each time; jqwik prints it.
  @Tag("nightly")
  @Property(
      tries = 20_000,
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.BOUNDED)
  void bothLayersComputeTheSamePartialsOfManyMore(@ForAll EquivalenceCase given)
      throws SQLException {
    agree(given);
  }

  @Example
  void caseThatOnceFailedAgree() throws IOException, SQLException {
    List<Path> files;
    try (Stream<Path> kept = Files.list(Path.of("src/test/resources/equivalence"))) {
      files = kept.sorted().toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      agree(EquivalenceCase.parse(Files.readString(file)));
    }
  }

  private static void agree(EquivalenceCase given) throws SQLException {
    assertThat(LAYERS.sql(given)).isEqualTo(BothLayers.fold(given));
  }
}
