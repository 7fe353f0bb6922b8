package lambda.workflows.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import lambda.core.failure.Category;
import lambda.workflows.hour.RunLimit;

/// How far a walk over hours is, and what it may do next. No I/O; one thread at a time.
final class RangeProgress {
  private static final int HOURS_NAMED = 20;

  private final List<String> failedEarlier = new ArrayList<>();
  private final TreeMap<String, HourFailure> failures = new TreeMap<>();
  private int doneEarlier;
  private int done;
  private int started;
  private int total;
  private boolean paused;
  private String phase = "";

  /// Counts on from what earlier runs did.
  void continueFrom(RangeResult before) {
    doneEarlier = before.done();
    failedEarlier.addAll(before.failed());
  }

  /// @param hours how many this run has to process
  void begin(int hours) {
    total = hours;
  }

  void started() {
    started++;
  }

  void done() {
    done++;
  }

  void failed(String hour, HourFailure failure) {
    failures.put(hour, failure);
  }

  void pause(boolean pause) {
    paused = pause;
  }

  /// What the workflow does once all hours are started, and for how long.
  void enter(String phase) {
    this.phase = phase;
  }

  boolean isPaused() {
    return paused;
  }

  /// Whether the rest is for another run.
  boolean isRunFull() {
    return started == RunLimit.HOURS;
  }

  /// Whether another hour may start now.
  boolean mayStart(long running, int parallelism) {
    return !paused && running < parallelism;
  }

  /// Why all hours failed, if no hour of any run succeeded.
  ///
  /// @return the reason of the earliest hour that failed in this run, and the hours; empty if one
  ///   succeeded, or if there were none
  Optional<HourFailure> everyHourFailed() {
    if (failures.isEmpty() || doneEarlier + done > 0) {
      return Optional.empty();
    }
    List<String> hours = result().failed();
    String first = failures.firstKey();
    HourFailure failure = failures.firstEntry().getValue();
    String message =
        hours.size() == 1
            ? "%s failed: %s".formatted(first, failure.message())
            : "all %d hours failed: %s; %s failed with: %s"
                .formatted(hours.size(), names(hours), first, failure.message());
    return Optional.of(new HourFailure(message, failure.type()));
  }

  /// Why hours failed, if any did in this run or an earlier one.
  Optional<HourFailure> anyHourFailed() {
    List<String> hours = result().failed();
    if (hours.isEmpty() || failures.isEmpty()) {
      return hours.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new HourFailure("failed: %s".formatted(names(hours)), Category.FATAL.name()));
    }
    String first = failures.firstKey();
    HourFailure failure = failures.firstEntry().getValue();
    return Optional.of(
        new HourFailure(
            "failed: %s; %s failed with: %s".formatted(names(hours), first, failure.message()),
            failure.type()));
  }

  private static String names(List<String> hours) {
    return hours.size() <= HOURS_NAMED
        ? String.join(", ", hours)
        : "%s and %d more"
            .formatted(
                String.join(", ", hours.subList(0, HOURS_NAMED)), hours.size() - HOURS_NAMED);
  }

  RangeResult result() {
    List<String> failed = new ArrayList<>(failedEarlier);
    failed.addAll(failures.keySet());
    return new RangeResult(doneEarlier + done, failed.stream().sorted().toList());
  }

  /// For people: `paused: 3 hours done, 1 failed; 5 of 24 started`, over all runs.
  String describe() {
    int earlier = doneEarlier + failedEarlier.size();
    int hours = doneEarlier + done;
    int failed = failedEarlier.size() + failures.size();
    return "%s%d %s done%s; %d of %d started%s"
        .formatted(
            paused ? "paused: " : "",
            hours,
            hours == 1 ? "hour" : "hours",
            failed == 0 ? "" : ", %d failed".formatted(failed),
            earlier + started,
            earlier + total,
            phase.isEmpty() ? "" : "; " + phase);
  }
}
