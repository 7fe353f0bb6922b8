package lambda.local.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackStateTest {
  @TempDir Path folder;

  private static StackState state(String signal) {
    ServerStatus server =
        new ServerStatus("x", "X", ServerState.UP, 12, 34, "127.0.0.1:1", signal, 0, 0, "");
    return new StackState(1, 2, 100, true, "", List.of(server));
  }

  private Home homeWith(String json) throws IOException {
    Home home = new Home(folder);
    Files.createDirectories(home.stateFile().getParent());
    Files.writeString(home.stateFile(), json);
    return home;
  }

  @Test
  void stateIsReadAsItWasWrittenWithTheStopSignalOfEachServer() {
    Home home = new Home(folder.resolve("home"));
    state("INT").write(home);

    assertThat(StackState.read(home)).contains(state("INT"));
  }

  @Test
  void serverInAStateOfAnEarlierVersionGetsTheUsualStopSignal() throws IOException {
    Home home =
        homeWith(
            """
            {"pid": 1, "startedAt": 2, "portOffset": 100, "ready": true, "problem": "", "servers":
              [{"name": "x", "title": "X", "state": "UP", "pid": 12, "startedAt": 34, "address": "127.0.0.1:1"}]}
            """);

    assertThat(StackState.read(home)).contains(state("TERM"));
  }

  @Test
  void readingLeavesAFolderWithoutAStackAsItIs() {
    Home home = new Home(folder.resolve("home"));

    assertThat(StackState.read(home)).isEmpty();
    assertThat(home.folder()).doesNotExist();
  }

  @Test
  void fileThatIsNotAStateIsRefusedByName() throws IOException {
    Home home = homeWith("{");

    assertThatThrownBy(() -> StackState.read(home))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining(home.stateFile().toString());
  }

  @Test
  void homeThatIsAFileIsRefusedByName() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> StackState.read(new Home(file)))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining(file.toString());
  }
}
