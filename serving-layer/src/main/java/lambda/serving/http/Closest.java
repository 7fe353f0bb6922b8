package lambda.serving.http;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Orders names by how close they are to one that was mistyped. Pure.
public final class Closest {
  private static final int LONGEST = 100;

  private Closest() {}

  /// The names, those first that need the fewest letters changed to become the given one.
  public static List<String> first(String given, Collection<String> names) {
    String start = given.length() > LONGEST ? given.substring(0, LONGEST) : given;
    return names.stream()
        .sorted(
            Comparator.<String>comparingInt(name -> distance(start, name))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /// The Levenshtein distance (Wagner and Fischer 1974): insertions, deletions and substitutions.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int column = 0; column <= b.length(); column++) {
      row[column] = column;
    }
    for (int line = 1; line <= a.length(); line++) {
      int diagonal = row[0];
      row[0] = line;
      for (int column = 1; column <= b.length(); column++) {
        int substituted = diagonal + (a.charAt(line - 1) == b.charAt(column - 1) ? 0 : 1);
        diagonal = row[column];
        row[column] = Math.min(substituted, 1 + Math.min(row[column], row[column - 1]));
      }
    }
    return row[b.length()];
  }
}
