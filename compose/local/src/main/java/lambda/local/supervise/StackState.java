package lambda.local.supervise;

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

/// What the supervisor tells other commands, through a file in the home.
///
/// @param pid of the supervisor
/// @param ready whether everything came up, once
/// @param problem why the stack gave up; empty where it did not
public record StackState(
    long pid,
    long startedAt,
    int portOffset,
    boolean ready,
    String problem,
    List<ServerStatus> servers) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /// Replaces the file in one step, so that a reader never sees half of it.
  void write(Home home) {
    Path file = home.stateFile();
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      JSON.writeValue(next.toFile(), this);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /// The last state written in the home, if any stack ever ran there.
  public static Optional<StackState> read(Home home) {
    try {
      return Optional.of(JSON.readValue(Files.readString(home.stateFile()), StackState.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + home.stateFile(), e);
    }
  }

  /// Whether the supervisor that wrote this is alive.
  public boolean supervised() {
    return Processes.find(pid, startedAt).isPresent();
  }
}
