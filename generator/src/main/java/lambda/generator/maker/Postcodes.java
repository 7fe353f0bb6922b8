package lambda.generator.maker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// The postcode districts of London, the most visited first: SW19, where the tennis is.
final class Postcodes {
  private record Area(String name, int districts) {}

  private static final List<Area> AREAS =
      List.of(
          new Area("E", 20),
          new Area("EC", 4),
          new Area("N", 22),
          new Area("NW", 11),
          new Area("SE", 28),
          new Area("SW", 20),
          new Area("W", 14),
          new Area("WC", 2));
  private static final String HOT = "SW19";
  private static final long ORDER = 19;

  private Postcodes() {}

  /// All districts by rank, always in the same order.
  static List<String> byRank() {
    List<String> postcodes = new ArrayList<>();
    for (Area area : AREAS) {
      for (int district = 1; district <= area.districts; district++) {
        postcodes.add(area.name + district);
      }
    }
    Collections.shuffle(postcodes, new Random(ORDER));
    postcodes.remove(HOT);
    postcodes.addFirst(HOT);
    return List.copyOf(postcodes);
  }
}
