package lambda.batch.scratch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// The folder of one process within a work folder that several processes may share. Opening one
/// deletes the folders of processes that have died. A lock file shows whether a process is alive:
/// the operating system releases the lock when the process ends. Thread-safe; close it.
public final class ScratchSpace implements AutoCloseable {
  private static final String LOCK = ".lock";

  /// The lock files of this JVM: opening and closing one would release its lock.
  private static final Set<Path> OWN = new HashSet<>();

  private final Path folder;
  private final Path lockFile;
  private final FileChannel lock;

  private ScratchSpace(Path folder, Path lockFile, FileChannel lock) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /// @param work created if it does not exist
  public static ScratchSpace open(Path work) {
    synchronized (OWN) {
      try (FileChannel turn = channel(Files.createDirectories(work).resolve("lock"))) {
        turn.lock(); // so that no other process deletes a folder that is not locked yet
        deleteDead(work);
        Path folder = Files.createDirectory(work.resolve("process-" + UUID.randomUUID()));
        Path lockFile = work.resolve(folder.getFileName() + LOCK);
        FileChannel lock = channel(lockFile);
        lock.lock();
        OWN.add(lockFile);
        return new ScratchSpace(folder, lockFile, lock);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write to " + work, e);
      }
    }
  }

  private static FileChannel channel(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void deleteDead(Path work) throws IOException {
    for (Path lockFile : lockFiles(work)) {
      try (FileChannel lock = channel(lockFile)) {
        if (lock.tryLock() != null) {
          String name = lockFile.getFileName().toString();
          ScratchFolder.delete(work.resolve(name.substring(0, name.length() - LOCK.length())));
          Files.delete(lockFile);
        }
      }
    }
  }

  private static List<Path> lockFiles(Path work) throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(LOCK))
          .filter(file -> !OWN.contains(file))
          .toList();
    }
  }

  public Path folder() {
    return folder;
  }

  @Override
  public void close() {
    synchronized (OWN) {
      try (lock) {
        ScratchFolder.delete(folder);
        Files.delete(lockFile);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot delete " + folder, e);
      } finally {
        OWN.remove(lockFile);
      }
    }
  }
}
