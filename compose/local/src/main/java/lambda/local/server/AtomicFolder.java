package lambda.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import lambda.local.supervise.Folders;

/// Creates folders that are either complete or absent, even if the process is killed in between.
final class AtomicFolder {
  private AtomicFolder() {}

  /// Fills a new, empty folder.
  @FunctionalInterface
  interface Filling {
    void fill(Path folder) throws IOException, InterruptedException;
  }

  /// Creates `target` unless it exists: fills a folder next to it, then renames that in one step.
  static void once(Path target, Filling filling) throws IOException, InterruptedException {
    if (Files.isDirectory(target)) {
      return;
    }
    Files.createDirectories(target.getParent());
    Path next = target.resolveSibling(target.getFileName() + ".next");
    Folders.delete(next);
    Files.createDirectory(next);
    filling.fill(next);
    Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
  }
}
