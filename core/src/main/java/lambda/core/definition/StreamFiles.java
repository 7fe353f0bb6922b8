package lambda.core.definition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lambda.core.failure.LambdaException;

/// Reads the folder that a user edits: `streams/*.yaml` and the schemas beside them.
public final class StreamFiles {
  private StreamFiles() {}

  /// @throws LambdaException listing every fault of every file
  public static Streams read(Path folder) {
    List<StreamDefinition> streams = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (Path file : definitions(folder)) {
      try {
        StreamParser parser = new StreamParser(file.toString(), name -> text(folder.resolve(name)));
        streams.add(parser.parse(text(file)));
      } catch (LambdaException e) {
        faults.add(e.getMessage());
      }
    }
    refuseSharedNames(streams, faults);
    if (!faults.isEmpty()) {
      throw LambdaException.badInput(String.join("\n", faults));
    }
    return new Streams(streams);
  }

  private static void refuseSharedNames(List<StreamDefinition> streams, List<String> faults) {
    List<String> views =
        streams.stream().flatMap(s -> s.views().stream()).map(ViewDefinition::name).toList();
    views.stream()
        .distinct()
        .filter(name -> views.indexOf(name) != views.lastIndexOf(name))
        .forEach(name -> faults.add("view '%s' is declared by two streams".formatted(name)));
  }

  private static List<Path> definitions(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      if (found.isEmpty()) {
        throw LambdaException.badInput(folder + " holds no stream: no file ends in .yaml");
      }
      return found;
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw LambdaException.badInput(folder + " is no folder; streams are declared there");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw LambdaException.badInput(file + " is missing");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
