package lambda.tests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lambda.store.Sql;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One stack for all tests of a run that leave its processes alone. It has the streams of the
/// repository and those of [MaintainedStreams], filled with three past hours. A test changes only a
/// stream that its class owns, and gets the stack as a parameter of type [SharedStack].
public final class SharedStack implements AutoCloseable {
  /// The extension that tests of the stack register.
  public static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == SharedStack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getStore(
              StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.create(SharedStack.class))
          .computeIfAbsent(SharedStack.class, _ -> new SharedStack(), SharedStack.class);
    }
  }

  public static final int HOURS = 3;

  private static final List<String> DECLARED = List.of("pageviews", "clickstream", "transactions");

  private final ScratchFolder folder = new ScratchFolder();
  private final TestStack stack;

  private SharedStack() {
    copyStreams();
    MaintainedStreams.declare(streams());
    stack =
        TestStack.start(
            folder.path().resolve("home"),
            Map.of(
                "LAMBDA_STREAMS",
                streams().toString(),
                "LAMBDA_OBJECT_RECORDS",
                "200",
                "LAMBDA_TIDY_AFTER",
                "PT1S",
                "LAMBDA_SPEED_RETENTION",
                "PT1S"));
    stack.send(
        "--stream",
        String.join(",", Sql.concat(DECLARED, MaintainedStreams.FILLED)),
        "--backfill",
        "PT" + HOURS + "H",
        "--events-per-day",
        "60000",
        "--late",
        "0.1",
        "--duplicates",
        "0.05",
        "--malformed",
        "0.03",
        "--seed",
        "7",
        "--ledger",
        ledger("{stream}").toString());
  }

  private Path streams() {
    return folder.path().resolve("streams");
  }

  private void copyStreams() {
    Path declared = TestStack.installation().root().resolve("streams");
    try (Stream<Path> files = Files.list(declared)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      Files.createDirectories(streams());
      for (Path file : all) {
        Files.copy(file, streams().resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where the ledger of a stream is, or shall be.
  public Path ledger(String stream) {
    return folder.path().resolve(stream + ".json");
  }

  public TestStack stack() {
    return stack;
  }

  public TestStream stream(String name) {
    return new TestStream(stack, name, ledger(name));
  }

  @Override
  public void close() {
    stack.close();
    folder.close();
  }
}
