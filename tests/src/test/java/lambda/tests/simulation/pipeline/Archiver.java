package lambda.tests.simulation.pipeline;

import java.util.ArrayList;
import java.util.List;
import lambda.batch.archive.ArchivedRange;
import lambda.batch.hour.ClosedHour;
import lambda.core.hour.OffsetRange;
import lambda.tests.simulation.postgres.Tables;
import lambda.tests.simulation.schedule.Situation;

/// Copies the records of an hour to S3; see `lambda.batch.archive.Archiver`.
final class Archiver {
  private final World world;
  private final RangeCopier copier;

  Archiver(World world, RangeCopier copier) {
    this.world = world;
    this.copier = copier;
  }

  void archive(ClosedHour hour) {
    for (OffsetRange range : hour.ranges()) {
      long committed =
          world.postgres().query("committed", range, tables -> tables.manifest().committed(range));
      for (OffsetRange part : parts(range, committed)) {
        commit(hour, range, copier.copy(hour.hour(), part, ""));
      }
    }
    world
        .postgres()
        .transaction(
            "completes",
            hour.hour(),
            tables -> {
              complete(tables, hour);
              return true;
            });
  }

  private List<OffsetRange> parts(OffsetRange whole, long committed) {
    int size = world.settings().objectRecords();
    List<OffsetRange> parts = new ArrayList<>();
    for (OffsetRange rest = whole.from(committed); !rest.isEmpty(); ) {
      OffsetRange head = rest.head(size - (rest.first() - whole.first()) % size);
      parts.add(head);
      rest = rest.from(head.next());
    }
    return parts;
  }

  private void commit(ClosedHour hour, OffsetRange whole, ArchivedRange part) {
    world
        .postgres()
        .transaction(
            "commits",
            part.range(),
            tables -> {
              tables.hours().lock(hour.hour());
              boolean added = tables.manifest().commit(hour.hour(), whole, part);
              if (!added) {
                world.network().saw(Situation.RANGE_IS_COMMITTED_ALREADY);
              }
              return added;
            });
  }

  private void complete(Tables tables, ClosedHour hour) {
    if (tables.hours().lock(hour.hour()).archived()) {
      return;
    }
    for (OffsetRange range : hour.ranges()) {
      if (tables.manifest().committed(range) != range.next()) {
        throw new IllegalStateException("%s is not committed".formatted(range));
      }
      if (tables.boundaries().lock(range.partition()) < range.next()) {
        world.network().saw(Situation.ARCHIVED_BEFORE_SPEED_CAME_BY);
      }
    }
    List<ArchivedRange> ranges = tables.manifest().ranges(hour.hour());
    long events = ranges.stream().mapToLong(ArchivedRange::events).sum();
    long letters = ranges.stream().mapToLong(ArchivedRange::deadLetters).sum();
    if (events + letters == 0) {
      world.network().saw(Situation.HOUR_ENDS_WITHOUT_A_RECORD);
    }
    tables.hours().archived(hour.hour(), events + letters, letters);
  }
}
