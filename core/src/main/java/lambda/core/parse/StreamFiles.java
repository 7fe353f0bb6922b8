package lambda.core.parse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;

/// Reads the folder that a user edits: `streams/*.yaml` and the schemas next to them.
public final class StreamFiles {
  private StreamFiles() {}

  private record Declaration(Path file, StreamDefinition stream) {}

  /// @throws LambdaException listing every error in every file
  public static Streams read(Path folder) {
    List<Declaration> declarations = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (Path file : definitions(folder)) {
      try {
        StreamParser parser = new StreamParser(file.toString(), name -> text(folder.resolve(name)));
        declarations.add(new Declaration(file, parser.parse(text(file))));
      } catch (LambdaException e) {
        String.valueOf(e.getMessage()).lines().forEach(errors::add);
      }
    }
    refuseSharedNames(declarations, errors);
    if (!errors.isEmpty()) {
      throw LambdaException.badInput(errors, folder.toString());
    }
    return new Streams(declarations.stream().map(Declaration::stream).toList());
  }

  /// The text of each stream's definition, by the stream's name.
  ///
  /// @throws LambdaException if a definition has errors
  public static Map<String, String> texts(Path folder) {
    Map<String, String> texts = new HashMap<>();
    for (Path file : definitions(folder)) {
      String text = text(file);
      StreamParser parser = new StreamParser(file.toString(), name -> text(folder.resolve(name)));
      texts.put(parser.parse(text).name(), text);
    }
    return texts;
  }

  private static void refuseSharedNames(List<Declaration> declarations, List<String> errors) {
    refuseShared("stream", declarations, stream -> Stream.of(stream.name()), errors);
    refuseShared("topic", declarations, stream -> Stream.of(stream.topic()), errors);
    refuseShared("raw_sink", declarations, stream -> stream.rawSink().stream(), errors);
    refuseShared(
        "view", declarations, stream -> stream.views().stream().map(ViewDefinition::name), errors);
    refuseViewsNamedAsRawSinks(declarations, errors);
  }

  private static void refuseViewsNamedAsRawSinks(
      List<Declaration> declarations, List<String> errors) {
    List<String> rawSinks =
        declarations.stream().flatMap(d -> d.stream.rawSink().stream()).toList();
    for (Declaration declaration : declarations) {
      for (ViewDefinition view : declaration.stream.views()) {
        if (rawSinks.contains(view.name())) {
          errors.add(
              "%s: view '%s' has the same name as a raw_sink, and both would use the Elasticsearch index of that name; rename one"
                  .formatted(declaration.file, view.name()));
        }
      }
    }
  }

  private static void refuseShared(
      String what,
      List<Declaration> declarations,
      Function<StreamDefinition, Stream<String>> names,
      List<String> errors) {
    Map<String, Path> firsts = new HashMap<>();
    for (Declaration declaration : declarations) {
      names
          .apply(declaration.stream)
          .forEach(name -> {
            Path first = firsts.putIfAbsent(name, declaration.file);
            if (first != null) {
              errors.add(
                  "%s: %s '%s' is already declared in %s"
                      .formatted(declaration.file, what, name, first));
            }
          });
    }
  }

  private static List<Path> definitions(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      if (found.isEmpty()) {
        throw LambdaException.badInput(folder + " contains no stream definition (*.yaml)");
      }
      return found;
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw LambdaException.badInput(
          folder + " is not a folder; it must contain the stream definitions (*.yaml)");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw LambdaException.badInput(file + ": no such file");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
