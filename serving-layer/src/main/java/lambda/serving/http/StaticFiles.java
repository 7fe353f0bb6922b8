package lambda.serving.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Files of the class path: those of a folder under their own names, and single ones of libraries
/// under chosen names. Thread-safe.
public final class StaticFiles {
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8");

  private final String folder;
  private final Map<String, String> libraries;

  /// Only files that exist are kept here, so it does not grow.
  private final Map<String, byte[]> contents = new ConcurrentHashMap<>();

  /// @param folder on the class path, such as `lambda/serving/page/`
  /// @param libraries resources of the class path by the names that they are served under
  public StaticFiles(String folder, Map<String, String> libraries) {
    this.folder = folder;
    this.libraries = Map.copyOf(libraries);
  }

  /// The file of that name; `index.html` if the name is empty.
  public Optional<Answer.Document> find(String name) {
    String file = name.isEmpty() ? "index.html" : name;
    if (!NAME.matcher(file).matches()) {
      return Optional.empty();
    }
    @Nullable String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
    if (type == null) {
      return Optional.empty();
    }
    byte @Nullable [] body = contents.computeIfAbsent(file, this::load);
    return Optional.ofNullable(body).map(bytes -> new Answer.Document(200, type, bytes, Map.of()));
  }

  private byte @Nullable [] load(String file) {
    String resource = libraries.getOrDefault(file, folder + file);
    try (@Nullable InputStream in =
        StaticFiles.class.getClassLoader().getResourceAsStream(resource)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
