package lambda.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A temporary folder for jqwik tests, which have no `@TempDir`. Closing it deletes it.
public record ScratchFolder(Path path) implements AutoCloseable {
  public ScratchFolder() {
    this(create());
  }

  private static Path create() {
    try {
      return Files.createTempDirectory("lambda-tests");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> found = Files.walk(path)) {
      List<Path> all = found.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
