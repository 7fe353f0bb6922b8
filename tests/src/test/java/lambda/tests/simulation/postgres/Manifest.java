package lambda.tests.simulation.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.batch.archive.ArchiveFile;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.ArchivedRange;
import lambda.batch.hour.ClosedHour;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.tests.simulation.world.SimulatedStream;
import org.jspecify.annotations.Nullable;

/// `lambda.ranges`, `lambda.files` and `lambda.replays`; see `lambda.batch.archive.ArchivedRanges`
/// and `Manifest`.
public final class Manifest {
  private final Table<Position, RangeRow> ranges;
  private final Table<String, FileRow> files;
  private final Table<Position, Hour> replays;
  private final Uploads uploads;

  Manifest(Journal journal, Uploads uploads) {
    this.uploads = uploads;
    ranges = new Table<>(journal);
    files = new Table<>(journal);
    replays = new Table<>(journal);
  }

  /// An offset of a partition.
  public record Position(int partition, long offset) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
      int order = Integer.compare(partition, other.partition);
      return order != 0 ? order : Long.compare(offset, other.offset);
    }
  }

  private record RangeRow(Hour hour, ArchivedRange range) {}

  private record FileRow(Hour hour, ArchiveFile file, @Nullable Long replacedAt) {}

  /// The offset up to which a range is committed.
  public long committed(OffsetRange range) {
    return ranges.rows().values().stream()
        .map(row -> row.range.range())
        .filter(known -> known.partition() == range.partition())
        .filter(known -> known.first() >= range.first() && known.next() <= range.next())
        .mapToLong(OffsetRange::next)
        .max()
        .orElse(range.first());
  }

  /// Adds a range with its files if it continues what is committed.
  ///
  /// @param whole the hour's range that contains this one
  /// @return whether it does
  public boolean commit(Hour hour, OffsetRange whole, ArchivedRange part) {
    if (committed(whole) != part.range().first()) {
      return false;
    }
    ranges.put(
        new Position(part.range().partition(), part.range().first()), new RangeRow(hour, part));
    part.files().forEach(file -> add(hour, file));
    return true;
  }

  /// Whether the manifest lists a file, replaced or not.
  boolean lists(String key) {
    return files.get(key) != null;
  }

  private void add(Hour hour, ArchiveFile file) {
    uploads.listed(file.key());
    if (!files.insert(file.key(), new FileRow(hour, file, null))) {
      throw new IllegalStateException("%s is in the manifest already".formatted(file.key()));
    }
  }

  public List<ArchivedRange> ranges(Hour hour) {
    return ranges.rows().values().stream()
        .filter(row -> row.hour.equals(hour))
        .map(RangeRow::range)
        .toList();
  }

  /// What an archived hour holds: one range for each partition that has any of it.
  public ClosedHour hour(Hour hour) {
    Map<Integer, OffsetRange> whole = new TreeMap<>();
    ranges(hour)
        .forEach(part -> whole.merge(part.range().partition(), part.range(), Manifest::span));
    return new ClosedHour(SimulatedStream.DEFINITION, hour, List.copyOf(whole.values()));
  }

  private static OffsetRange span(OffsetRange a, OffsetRange b) {
    return new OffsetRange(
        a.partition(), Math.min(a.first(), b.first()), Math.max(a.next(), b.next()));
  }

  /// All ranges, by partition and offset.
  public List<ArchivedRange> ranges() {
    return ranges.rows().values().stream().map(RangeRow::range).toList();
  }

  /// The files that hold the hour's records now.
  public List<ArchiveFile> files(Hour hour) {
    return live().filter(row -> row.hour.equals(hour)).map(FileRow::file).toList();
  }

  public List<ArchiveFile> files(Hour hour, Kind kind) {
    return files(hour).stream().filter(file -> file.kind() == kind).toList();
  }

  /// The files that hold the records of all hours now.
  public List<ArchiveFile> files() {
    return live().map(FileRow::file).toList();
  }

  private Stream<FileRow> live() {
    return files.rows().values().stream().filter(row -> row.replacedAt == null);
  }

  /// @return false if one of the old files had been replaced before
  public boolean replace(
      Hour hour, Collection<ArchiveFile> old, Collection<ArchiveFile> replacement, long now) {
    for (ArchiveFile file : old) {
      @Nullable FileRow row = files.get(file.key());
      if (row == null || row.replacedAt != null) {
        return false;
      }
    }
    old.forEach(file -> files.put(file.key(), new FileRow(hour, file, now)));
    replacement.forEach(file -> add(hour, file));
    return true;
  }

  public List<String> replacedInPlace(String folder) {
    return replaced(row -> !row.file.key().startsWith(folder));
  }

  /// The keys of files that were replaced before a time, by hour.
  public Map<Hour, List<String>> replacedBefore(long time) {
    Map<Hour, List<String>> old = new TreeMap<>();
    files
        .rows()
        .forEach((key, row) -> {
          if (row.replacedAt != null && row.replacedAt < time) {
            old.computeIfAbsent(row.hour, _ -> new ArrayList<>()).add(key);
          }
        });
    return old;
  }

  private List<String> replaced(java.util.function.Predicate<FileRow> condition) {
    return files.rows().values().stream()
        .filter(row -> row.replacedAt != null && condition.test(row))
        .map(row -> row.file.key())
        .toList();
  }

  public void moved(String key, String to) {
    @Nullable FileRow row = files.get(key);
    if (row != null && row.replacedAt != null) {
      ArchiveFile old = row.file;
      files.remove(key);
      files.put(
          to,
          new FileRow(
              row.hour,
              new ArchiveFile(to, old.kind(), old.rows(), old.bytes(), old.sha256()),
              row.replacedAt));
    }
  }

  public void forget(String key) {
    @Nullable FileRow row = files.get(key);
    if (row != null && row.replacedAt != null) {
      files.remove(key);
    }
  }

  /// The dead letters of an hour that were sent again.
  public Set<Position> replayed(Hour hour) {
    return replays.rows().entrySet().stream()
        .filter(entry -> entry.getValue().equals(hour))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  public void enterReplayed(Hour hour, Collection<Position> positions) {
    positions.forEach(position -> replays.insert(position, hour));
  }
}
