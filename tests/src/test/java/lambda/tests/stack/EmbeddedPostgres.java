package lambda.tests.stack;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lambda.local.server.PostgresServer;
import lambda.local.supervise.Home;
import lambda.local.supervise.Ports;
import lambda.local.supervise.ServerSpec;
import lambda.store.Database;
import lambda.store.PostgresConfig;

/// The local stack's Postgres alone, with the platform's schema. Its commits do not wait for the
/// disk.
public final class EmbeddedPostgres implements AutoCloseable {

  private static final int MIGRATION_CONNECTIONS = 3;

  private final Process server;
  private final Thread hook;
  private final PostgresConfig config;
  private final Database database;

  /// @param folder for its data; the caller deletes it
  public EmbeddedPostgres(Path folder) {
    this(folder, 1);
  }

  /// @param folder for its data; the caller deletes it
  /// @param connections how many connections the database may open
  public EmbeddedPostgres(Path folder, int connections) {
    Ports ports = FreePorts.find();
    ServerSpec spec = PostgresServer.spec(TestStack.installation(), new Home(folder), ports);
    server = start(spec, folder);
    hook = new Thread(() -> end(server), "end of Postgres");
    Runtime.getRuntime().addShutdownHook(hook);
    await()
        .atMost(spec.startLimit())
        .pollInterval(Duration.ofMillis(50))
        .until(() -> spec.probe().problem().isEmpty());
    config =
        new PostgresConfig(PostgresServer.url(ports), PostgresServer.USER, PostgresServer.PASSWORD);
    try (Database migration = new Database(config, MIGRATION_CONNECTIONS)) {
      migration.migrate();
    }
    database = new Database(config, connections);
  }

  private static Process start(ServerSpec spec, Path folder) {
    List<String> command = new ArrayList<>(spec.command());
    for (String setting : List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off")) {
      command.addAll(List.of("-c", setting));
    }
    try {
      Files.createDirectories(spec.folder());
      spec.prepare().run();
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("postgres.log").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// Ends sessions instead of waiting for them.
  private static void end(Process server) {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start();
    } catch (IOException e) {
      server.destroyForcibly();
    }
  }

  public PostgresConfig config() {
    return config;
  }

  public Database database() {
    return database;
  }

  /// Further connections, as another process would open them; close it.
  public Database connect(int connections) {
    return new Database(config, connections);
  }

  @Override
  public void close() {
    database.close();
    end(server);
    server.onExit().join();
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
