package lambda.batch.maintenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.ArchivedRange;
import lambda.batch.archive.ArchivedRanges;
import lambda.batch.archive.Manifest;
import lambda.batch.archive.ReplacedFiles;
import lambda.batch.archive.Uploads;
import lambda.batch.hour.Progress;
import lambda.batch.s3.ObjectStore;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;

/// Proves that the archive holds each record once: the ranges of every hour fill it
/// ([RangeVerifier]), and the files of every hour hold exactly the records of its ranges
/// ([HourVerifier]). Reads the whole archive of a stream. Thread-safe.
public final class ArchiveVerifier {
  private final ArchivedRanges ranges;
  private final RangeVerifier boundaries;
  private final Manifest manifest;
  private final Uploads uploads;
  private final ObjectStore store;
  private final HourVerifier hours;

  public ArchiveVerifier(
      ArchivedRanges ranges,
      RangeVerifier boundaries,
      Manifest manifest,
      Uploads uploads,
      ObjectStore store,
      HourVerifier hours) {
    this.ranges = ranges;
    this.boundaries = boundaries;
    this.manifest = manifest;
    this.uploads = uploads;
    this.store = store;
    this.hours = hours;
  }

  public ArchiveReport verify(StreamDefinition stream, Progress progress) {
    List<Hour> archived = ranges.hours(stream.name());
    Map<Integer, Long> ends = Map.of();
    List<String> problems = new ArrayList<>();
    List<HourVerifier.Result> results = new ArrayList<>();
    long rangeCount = 0;
    for (int i = 0; i < archived.size(); i++) {
      Hour hour = archived.get(i);
      progress.report("verifying hour " + hour, i, archived.size());
      List<ArchivedRange> ofHour = ranges.ranges(stream.name(), hour);
      boolean follows = i > 0 && archived.get(i - 1).equals(hour.previous());
      problems.addAll(boundaries.verify(stream.name(), hour, ofHour, follows ? ends : Map.of()));
      ends = new TreeMap<>(follows ? ends : Map.of());
      for (ArchivedRange range : ofHour) {
        ends.merge(range.range().partition(), range.range().next(), Math::max);
      }
      HourVerifier.Result result = hours.verify(stream, hour, ofHour);
      problems.addAll(result.problems());
      results.add(result);
      rangeCount += ofHour.size();
    }
    Set<String> there = objects(stream);
    // An upload ends when the manifest lists its object. Read in this order, one of the two has it.
    List<String> orphans = uploads.keys(stream.name()).stream().filter(there::contains).toList();
    Set<String> known = known(stream);
    there.stream()
        .filter(key -> !orphans.contains(key) && !known.contains(ReplacedFiles.origin(key)))
        .forEach(key -> problems.add(unknown(key)));
    return new ArchiveReport(
        stream.name(),
        archived.size(),
        rangeCount,
        results.stream().mapToLong(HourVerifier.Result::records).sum(),
        results.stream().mapToLong(HourVerifier.Result::files).sum(),
        results.stream().mapToLong(HourVerifier.Result::bytes).sum(),
        problems,
        orphans.stream().filter(key -> !known.contains(key)).toList());
  }

  private static String unknown(String key) {
    return key
        + ": it is in the bucket, but this database does not know it. Either the database was restored to a state from before the object was put, or another program put it. It is never deleted";
  }

  /// The keys of the stream's objects in the bucket.
  private Set<String> objects(StreamDefinition stream) {
    return Stream.of(Kind.values())
        .map(kind -> "%s/%s/".formatted(kind.folder(), stream.name()))
        .flatMap(folder -> Stream.of(folder, ReplacedFiles.FOLDER + folder))
        .flatMap(folder -> store.list(folder).stream())
        .map(ObjectStore.Listed::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The keys that the manifest lists, each as it was before its object was moved aside: it may
  /// move during the verification.
  private Set<String> known(StreamDefinition stream) {
    return manifest.knownKeys(stream.name()).stream()
        .map(ReplacedFiles::origin)
        .collect(Collectors.toSet());
  }
}
