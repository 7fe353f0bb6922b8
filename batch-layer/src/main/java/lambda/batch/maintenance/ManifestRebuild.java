package lambda.batch.maintenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.HourManifest;
import lambda.batch.archive.ManifestObjects;
import lambda.batch.archive.ManifestRestore;
import lambda.batch.archive.ManifestRestore.Comparison;
import lambda.batch.archive.ReplacedFiles;
import lambda.batch.hour.Progress;
import lambda.batch.hour.RegisteredTopic;
import lambda.batch.s3.ObjectStore;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.kafka.TopicSnapshot;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Rebuilds the manifest in Postgres from the manifests in the bucket ([ManifestObjects]), after
/// Postgres was lost or restored to an earlier state. Each hour is compared and restored in a
/// transaction of its own that holds the hour, so the platform may run, and a rebuild that is cut
/// off can be repeated. Nothing is taken from objects that no manifest lists: they may hold records
/// of erased users. Thread-safe.
public final class ManifestRebuild {
  private final Jdbi jdbi;
  private final String kafka;
  private final ManifestObjects manifests;
  private final ObjectStore store;

  /// @param kafka the bootstrap servers
  public ManifestRebuild(Jdbi jdbi, String kafka, ManifestObjects manifests, ObjectStore store) {
    this.jdbi = jdbi;
    this.kafka = kafka;
    this.manifests = manifests;
    this.store = store;
  }

  /// @param apply whether to change Postgres, or only to say what would be done
  public RebuildReport run(StreamDefinition stream, boolean apply, Progress progress) {
    NavigableMap<Hour, HourManifest> stored = manifests.newest(stream.name());
    TopicSnapshot topic = RegisteredTopic.look(jdbi, kafka, stream);
    List<String> restored = new ArrayList<>();
    List<String> erased = new ArrayList<>();
    List<String> replaced = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    int done = 0;
    for (HourManifest manifest : stored.values()) {
      progress.report("comparing hour " + manifest.hour(), done++, stored.size());
      Outcome outcome = inTransaction(apply, handle -> rebuild(handle, manifest, topic));
      if (outcome.restored) {
        restored.add(manifest.hour().toString());
      }
      if (outcome.erased) {
        erased.add(manifest.hour().toString());
      }
      replaced.addAll(outcome.replaced);
      outcome.problems.forEach(
          problem -> problems.add("hour %s: %s".formatted(manifest.hour(), problem)));
    }
    problems.addAll(withoutManifest(stream, stored.keySet()));
    return new RebuildReport(
        stream.name(), apply, stored.size(), restored, erased, replaced, problems);
  }

  private interface Step {
    Outcome run(Handle handle);
  }

  /// @param commit whether what the step changes stays
  private Outcome inTransaction(boolean commit, Step step) {
    try (Handle handle = jdbi.open()) {
      handle.begin();
      try {
        Outcome outcome = step.run(handle);
        if (commit) {
          handle.commit();
        }
        return outcome;
      } finally {
        if (handle.isInTransaction()) {
          handle.rollback();
        }
      }
    }
  }

  private record Outcome(
      boolean restored, boolean erased, List<String> replaced, List<String> problems) {
    static Outcome refused(List<String> problems) {
      return new Outcome(false, false, List.of(), problems);
    }
  }

  private Outcome rebuild(Handle handle, HourManifest manifest, TopicSnapshot topic) {
    ManifestRestore restore = new ManifestRestore(handle, manifest);
    Comparison comparison = restore.compare();
    List<String> problems = new ArrayList<>();
    switch (comparison) {
      case CURRENT -> {}
      case CONTRADICTORY ->
          problems.add(
              "Postgres and revision %d of the manifest in the bucket list different files or offsets. It is left as it is"
                  .formatted(manifest.revision()));
      case EARLIER -> {
        problems.addAll(otherTopic(restore, topic));
        restore
            .contradictingBoundaries()
            .forEach(contradiction ->
                problems.add(
                    contradiction
                        + ". Rebuild the manifest before the speed layer and the worker start"));
      }
    }
    if (!problems.isEmpty()) {
      return Outcome.refused(problems);
    }
    boolean erased = false;
    if (comparison == Comparison.EARLIER) {
      erased = restore.erasesMore();
      restore.apply();
    }
    Set<String> there = objects(manifest.stream(), "/" + manifest.hour().path() + "/");
    List<String> missing = restore.files().stream().filter(key -> !there.contains(key)).toList();
    missing.forEach(key ->
        problems.add(
            "%s is not in the bucket. RepairHours archives the hour again, as long as Kafka holds its records"
                .formatted(key)));
    boolean certain = missing.isEmpty() && current(handle, manifest);
    return new Outcome(
        comparison == Comparison.EARLIER,
        erased,
        certain ? enterReplaced(handle, manifest, there) : List.of(),
        problems);
  }

  private static List<String> otherTopic(ManifestRestore restore, TopicSnapshot topic) {
    String id = restore.topicId();
    if (!id.isEmpty() && !id.equals(topic.id())) {
      return List.of(
          "its records are from a topic %s with Kafka's id %s, but the topic has the id %s now: it was deleted and created again, and its offsets mean other records. Declare the topic as a new stream"
              .formatted(topic.topic(), id, topic.id()));
    }
    return restore.ranges().values().stream()
        .filter(range -> end(topic, range) < range.next())
        .map(range ->
            "%s are archived, but Kafka's log ends at offset %d: it has lost records, or is another one"
                .formatted(range, end(topic, range)))
        .toList();
  }

  private static long end(TopicSnapshot topic, OffsetRange range) {
    TopicSnapshot.Log log = topic.partitions().get(range.partition());
    return log == null ? 0 : log.end();
  }

  /// Whether Postgres has the manifest's revision now, and no later one.
  private static boolean current(Handle handle, HourManifest manifest) {
    return HourManifest.find(handle, manifest.stream(), manifest.hour())
        .filter(present -> present.revision() == manifest.revision())
        .isPresent();
  }

  /// The stream's objects whose key has a part.
  private Set<String> objects(String stream, String part) {
    return Stream.of(Kind.values())
        .map(kind -> "%s/%s%s".formatted(kind.folder(), stream, part))
        .flatMap(folder -> Stream.of(folder, ReplacedFiles.FOLDER + folder))
        .flatMap(folder -> store.list(folder).stream())
        .map(ObjectStore.Listed::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Enters objects of the platform as replaced that neither the manifest nor an upload knows.
  private static List<String> enterReplaced(
      Handle handle, HourManifest manifest, Set<String> there) {
    List<String> entered = new ArrayList<>();
    for (String key : there) {
      String origin = ReplacedFiles.origin(key);
      String name = origin.substring(origin.lastIndexOf('/') + 1);
      if (isOurs(manifest.stream(), name) && !isKnown(handle, key)) {
        handle.execute(
            """
            insert into lambda.files (key, stream, hour, kind, rows, bytes, sha256, replaced_at)
            values (?, ?, ?, ?, 0, 0, '', now())\
            """,
            key,
            manifest.stream(),
            manifest.hour(),
            origin.substring(0, origin.indexOf('/')));
        entered.add(key);
      }
    }
    return entered;
  }

  /// Whether an object has a name that the platform gives.
  private static boolean isOurs(String stream, String name) {
    return name.matches(Pattern.quote(stream) + "-(p\\d+-|rewritten-).*\\.parquet");
  }

  private static boolean isKnown(Handle handle, String key) {
    return handle
        .select(
            """
            select exists (select from lambda.files where key in (?, ?))
              or exists (select from lambda.uploads where key = ?)\
            """,
            key,
            ReplacedFiles.origin(key),
            key)
        .mapTo(Boolean.class)
        .one();
  }

  /// Objects of hours that have no manifest, and that Postgres does not know either.
  private List<String> withoutManifest(StreamDefinition stream, Set<Hour> known) {
    Set<String> paths = known.stream().map(Hour::path).collect(Collectors.toSet());
    Map<String, List<String>> unknown =
        jdbi.withHandle(handle ->
            objects(stream.name(), "/").stream()
                .filter(key -> !paths.contains(path(key)) && !isKnown(handle, key))
                .collect(Collectors.groupingBy(ManifestRebuild::path)));
    return unknown.entrySet().stream()
        .map(hour ->
            "%s: the bucket has %d objects, but no manifest, for example %s. The hour was not archived completely, or by a version without manifests in the bucket. If Kafka still holds its records, SealHours archives it again and finds them"
                .formatted(hour.getKey(), hour.getValue().size(), hour.getValue().getFirst()))
        .sorted()
        .toList();
  }

  /// The folder of a key's hour.
  private static String path(String key) {
    int year = key.indexOf("year=");
    return year < 0 ? key : key.substring(year, key.lastIndexOf('/'));
  }
}
