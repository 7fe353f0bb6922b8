package lambda.tests.simulation.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lambda.batch.archive.ArchiveFile;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.core.view.ViewFold;
import lambda.tests.simulation.postgres.Tables;
import lambda.tests.simulation.schedule.Situation;
import lambda.tests.simulation.world.PartialKey;
import lambda.tests.simulation.world.SimulatedS3.ArchivedRow;
import lambda.tests.simulation.world.SimulatedS3.StoredObject;
import lambda.tests.simulation.world.SimulatedStream;
import lambda.tests.simulation.world.Totals;

/// Computes an hour's batch partials from the archive; see `lambda.batch.compute.Recomputer`.
final class Recomputer {
  private final World world;

  Recomputer(World world) {
    this.world = world;
  }

  private record Files(List<ArchiveFile> hour, List<ArchiveFile> before) {}

  void recompute(Hour hour) {
    Files files = world.postgres().query("files", hour, tables -> files(tables, hour));
    List<ArchivedRow> rows = read(files.hour);
    List<ArchivedRow> distinct = DuplicateRule.distinct(rows, read(files.before));
    ViewFold fold = new ViewFold(SimulatedStream.DEFINITION, SimulatedStream.VIEW);
    distinct.forEach(row -> fold.add(hour, DuplicateRule.event(row)));
    Map<PartialKey, Totals> partials = new TreeMap<>();
    SimulatedStream.forEach(fold, partials::put);
    world
        .postgres()
        .transaction(
            "swaps",
            hour,
            tables -> {
              tables.hours().lock(hour);
              if (!files(tables, hour).equals(files)) {
                world.network().saw(Situation.FILES_WERE_REPLACED_MEANWHILE);
                throw LambdaException.retryAfter(
                    Duration.ofSeconds(1), "files of %s were replaced meanwhile".formatted(hour));
              }
              tables.batch().replace(hour, partials);
              tables.speed().touchOthers(hour, partials.keySet());
              tables.hours().recomputed(hour, rows.size() - distinct.size());
              return true;
            });
  }

  private static Files files(Tables tables, Hour hour) {
    return new Files(
        tables.manifest().files(hour, Kind.RAW),
        tables.manifest().files(hour.previous(), Kind.RAW));
  }

  private List<ArchivedRow> read(List<ArchiveFile> files) {
    List<ArchivedRow> rows = new ArrayList<>();
    for (ArchiveFile file : files) {
      StoredObject object =
          world
              .s3()
              .get(file.key())
              .orElseThrow(() -> LambdaException.fatal("%s is missing".formatted(file.key())));
      if (!file.is(object.digest())) {
        throw LambdaException.fatal("%s is damaged".formatted(file.key()));
      }
      rows.addAll(object.rows());
    }
    return rows;
  }
}
