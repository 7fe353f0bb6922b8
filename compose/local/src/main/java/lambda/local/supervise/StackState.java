package lambda.local.supervise;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import lambda.core.failure.LambdaException;

/// What other commands learn from the supervisor, through a file in the home. A home with this file
/// is one in which a stack has run.
///
/// @param pid of the supervisor
/// @param startedAt start of the supervisor, in milliseconds since the epoch
/// @param ready whether everything came up once
/// @param problem why the stack gave up; empty if it did not
public record StackState(
    long pid,
    long startedAt,
    int portOffset,
    boolean ready,
    String problem,
    List<ServerStatus> servers) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /// Replaces the file atomically, so that a reader never sees half of it.
  void write(Home home) {
    Path file = home.stateFile();
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.createDirectories(file.getParent());
      JSON.writeValue(next.toFile(), this);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /// The last state written in the home; empty if no stack has ever run there.
  ///
  /// @throws LambdaException if the file cannot be read
  public static Optional<StackState> read(Home home) {
    try {
      return Optional.of(JSON.readValue(Files.readString(home.stateFile()), StackState.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw LambdaException.badInput(
          "%s is not the state of a stack: %s. Delete it, or choose another --home"
              .formatted(home.stateFile(), e.getOriginalMessage()));
    } catch (IOException e) {
      throw LambdaException.badInput(
          "cannot use %s as the home: its state cannot be read".formatted(home.folder()));
    }
  }

  /// Whether the supervisor that wrote this is still alive.
  public boolean supervised() {
    return Processes.find(pid, startedAt).isPresent();
  }
}
