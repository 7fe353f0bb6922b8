package lambda.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import lambda.local.server.Installation;
import lambda.local.server.PostgresServer;
import lambda.local.supervise.Home;
import lambda.local.supervise.PortCheck;
import lambda.local.supervise.Ports;
import lambda.local.supervise.Supervisor;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands a [Database] to tests: a real Postgres with the product's schema. It is started once for
/// all test classes and ends with the last.
public final class TestPostgres implements ParameterResolver {
  private static final int FIRST_OFFSET = 1_000;
  private static final int LAST_OFFSET = 22_000;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Database.class;
  }

  @Override
  public Database resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .computeIfAbsent(Running.class, _ -> new Running(), Running.class)
        .database;
  }

  private static final class Running implements AutoCloseable {
    private final Path folder;
    private final Supervisor supervisor;
    private final Database database;

    Running() {
      try {
        folder = Files.createTempDirectory("lambda-postgres");
        Home home = new Home(folder);
        Ports ports = freePorts();
        supervisor = new Supervisor(home, ports, InstantSource.system());
        Installation installation = new Installation(Path.of(System.getProperty("lambda.root")));
        supervisor.start(List.of(PostgresServer.spec(installation, home, ports)));
        database =
            new Database(
                new PostgresConfig(
                    PostgresServer.url(ports), PostgresServer.USER, PostgresServer.PASSWORD),
                4);
        database.migrate();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("Postgres does not start", e);
      }
    }

    private static Ports freePorts() {
      return ThreadLocalRandom.current()
          .ints(FIRST_OFFSET, LAST_OFFSET)
          .mapToObj(Ports::new)
          .filter(ports -> PortCheck.taken(ports).isEmpty())
          .findFirst()
          .orElseThrow();
    }

    @Override
    public void close() throws IOException {
      database.close();
      supervisor.close();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
