package lambda.core.parse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.definition.ViewDefinition;
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
    refuseShared("the name", streams.stream().map(StreamDefinition::name), faults);
    refuseShared("topic", streams.stream().map(StreamDefinition::topic), faults);
    refuseShared("raw_sink", streams.stream().flatMap(s -> s.rawSink().stream()), faults);
    refuseShared(
        "view",
        streams.stream().flatMap(s -> s.views().stream()).map(ViewDefinition::name),
        faults);
  }

  private static void refuseShared(String what, Stream<String> names, List<String> faults) {
    Set<String> seen = new HashSet<>();
    names
        .filter(name -> !seen.add(name))
        .forEach(name -> faults.add("%s '%s' belongs to two streams".formatted(what, name)));
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
