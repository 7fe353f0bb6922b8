package lambda.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import lambda.local.supervise.Folders;

/// Folders that are either whole or absent, whatever is killed while they are made.
final class AtomicFolder {
  private AtomicFolder() {}

  /// Fills a folder; leaves half of it under another name at most.
  @FunctionalInterface
  interface Filling {
    void fill(Path folder) throws IOException, InterruptedException;
  }

  /// Makes `target` unless it is there: fills a folder beside it, then renames that in one step.
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
