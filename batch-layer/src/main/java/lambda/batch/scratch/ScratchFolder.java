package lambda.batch.scratch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for temporary files; closing it deletes the folder and everything in it.
public final class ScratchFolder implements AutoCloseable {
  private final Path folder;

  /// @param work the folder in which it is created
  /// @param name the start of its name
  public ScratchFolder(Path work, String name) {
    try {
      folder = Files.createTempDirectory(Files.createDirectories(work), name);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + work, e);
    }
  }

  public Path file(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() {
    try {
      delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  /// Deletes a folder and everything in it, if it exists.
  static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        for (Path path : deepestFirst) {
          Files.delete(path);
        }
      }
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
