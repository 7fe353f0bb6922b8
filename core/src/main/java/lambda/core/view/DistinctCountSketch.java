package lambda.core.view;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.datasketches.hash.MurmurHash3;
import org.apache.datasketches.theta.HashIterator;
import org.apache.datasketches.theta.UpdatableThetaSketch;

/// Estimates the number of distinct values by a theta sketch (Dasgupta, Lang, Rhodes, Thaler: A
/// Framework for Estimating Stream Expression Cardinalities, 2016) of Apache DataSketches. One
/// owner.
///
/// Its state, as partials contain it, is the [#SIZE] smallest distinct hashes of the values in
/// ascending order, followed by the next smallest, the sketch's theta. It depends only on the set
/// of values, not on their order nor on how they were split into partials. So both layers get the
/// same state, however partials are merged.
///
/// Up to [#SIZE] distinct values the count is exact. Beyond that the standard error is
/// 1/sqrt([#SIZE] - 1) = 2.2 %; 99.7 % of all estimates are within 6.6 %.
public final class DistinctCountSketch {
  /// The number of hashes that a full sketch keeps below its theta.
  public static final int SIZE = 2048;

  private static final double SIGMAS = 5;
  private static final long SEED = 9001;

  /// Represents the empty string, which the library ignores; U+0000 is not a valid value.
  private static final byte[] EMPTY = {0};

  private final UpdatableThetaSketch sketch =
      UpdatableThetaSketch.builder().setNominalEntries(SIZE).setSeed(SEED).build();

  void add(String value) {
    sketch.update(bytes(value));
  }

  void add(long value) {
    sketch.update(value);
  }

  /// How far an estimate may be off in either direction: five standard errors, which fewer than one
  /// estimate in a million exceeds.
  ///
  /// @param distinct the true number of distinct values
  public static double errorBound(double distinct) {
    return distinct <= SIZE ? 0 : SIGMAS * distinct / Math.sqrt(SIZE - 1.0);
  }

  /// The hash of a string in a sketch: 63 bits of MurmurHash3.
  public static long hash(String value) {
    return MurmurHash3.hash(bytes(value), SEED)[0] >>> 1;
  }

  /// The hash of a long in a sketch.
  public static long hash(long value) {
    return MurmurHash3.hash(new long[] {value}, SEED)[0] >>> 1;
  }

  private static byte[] bytes(String value) {
    return value.isEmpty() ? EMPTY : value.getBytes(StandardCharsets.UTF_8);
  }

  /// The hashes that make up the sketch, ascending.
  List<Long> state() {
    sketch.rebuild();
    List<Long> hashes = new ArrayList<>(sketch.getRetainedEntries(true) + 1);
    HashIterator iterator = sketch.iterator();
    while (iterator.next()) {
      hashes.add(iterator.get());
    }
    if (sketch.isEstimationMode()) {
      hashes.add(sketch.getThetaLong());
    }
    Collections.sort(hashes);
    return hashes;
  }
}
