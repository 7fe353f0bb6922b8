package lambda.tests.simulation.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import lambda.batch.archive.ArchiveFile;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.tests.simulation.postgres.Manifest.Position;
import lambda.tests.simulation.schedule.Situation;
import lambda.tests.simulation.world.Message;
import lambda.tests.simulation.world.SimulatedS3.ArchivedRow;
import lambda.tests.simulation.world.SimulatedS3.StoredObject;

/// Sends the dead letters of an hour again, mended; see `lambda.batch.deadletter.DeadLetterReplay`.
final class DeadLetterReplay {
  private final World world;

  DeadLetterReplay(World world) {
    this.world = world;
  }

  void replay(Hour hour) {
    List<ArchiveFile> files =
        world.postgres().query("files", hour, tables -> tables.manifest().files(hour, Kind.DLQ));
    Set<Position> done =
        world.postgres().query("replayed", hour, tables -> tables.manifest().replayed(hour));
    for (ArchiveFile file : files) {
      Optional<StoredObject> object = world.s3().get(file.key());
      if (object.isEmpty()) {
        throw LambdaException.fatal("%s is missing".formatted(file.key()));
      }
      for (ArchivedRow row : object.get().rows()) {
        if (!done.contains(new Position(row.partition(), row.offset()))) {
          send(hour, row);
        }
      }
    }
  }

  private void send(Hour hour, ArchivedRow row) {
    Optional<Message> mended = row.message().mended();
    if (mended.isEmpty()) {
      return;
    }
    world.kafka().send(row.partition(), world.scheduler().now(), mended.get());
    world
        .postgres()
        .transaction(
            "enters as sent",
            row.offset(),
            tables -> {
              tables
                  .manifest()
                  .enterReplayed(hour, List.of(new Position(row.partition(), row.offset())));
              return true;
            });
    world.network().saw(Situation.DEAD_LETTER_IS_SENT_AGAIN);
  }
}
