package lambda.launcher.console;

import java.util.ArrayList;
import java.util.List;
import lambda.core.hour.HourState;
import lambda.store.HourStatus;

/// The table of hours.
public final class HourTable {
  private static final String NOT_YET = "–";

  private HourTable() {}

  public static void print(Console console, List<HourStatus> hours) {
    console.table(
        List.of("STREAM", "HOUR", "STATE", "RECORDS", "DEAD LETTERS", "DUPLICATES", "DIFFERENCES"),
        hours.stream().map(HourTable::cells).toList());
    hours.stream().flatMap(hour -> notes(hour).stream()).forEach(console::line);
  }

  /// What a person should know about an hour.
  static List<String> notes(HourStatus hour) {
    List<String> notes = new ArrayList<>();
    if (hour.lost() > 0) {
      notes.add(
          "  %s %s: %s offsets were declared lost; lambda.losses lists them"
              .formatted(hour.stream(), hour.hour(), Console.count(hour.lost())));
    }
    if (hour.waitsFor() != null) {
      notes.add("  %s %s is waiting for %s".formatted(hour.stream(), hour.hour(), hour.waitsFor()));
    }
    return notes;
  }

  /// Duplicates are known once the hour is recomputed, differences once it is reconciled.
  static List<String> cells(HourStatus hour) {
    return List.of(
        hour.stream(),
        hour.hour().toString(),
        hour.state().label(),
        Console.count(hour.records()),
        Console.count(hour.deadLetters()),
        reached(hour, HourState.RECOMPUTED) ? Console.count(hour.duplicates()) : NOT_YET,
        reached(hour, HourState.RECONCILED) ? Console.count(hour.differences()) : NOT_YET);
  }

  private static boolean reached(HourStatus hour, HourState state) {
    return hour.state().compareTo(state) >= 0;
  }
}
