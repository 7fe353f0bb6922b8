package lambda.tests.stack;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import lambda.batch.s3.S3Config;
import lambda.local.server.S3Server;
import lambda.local.supervise.Home;
import lambda.local.supervise.Ports;
import lambda.local.supervise.ServerSpec;

/// The local stack's S3 server alone.
public final class EmbeddedS3 implements AutoCloseable {
  private final Process server;
  private final S3Config config;

  /// @param folder for its data; the caller deletes it
  public EmbeddedS3(Path folder) {
    Ports ports = FreePorts.find();
    ServerSpec spec = S3Server.spec(TestStack.installation(), new Home(folder), ports);
    server = start(spec, folder);
    await()
        .atMost(spec.startLimit())
        .pollInterval(Duration.ofMillis(50))
        .until(() -> spec.probe().problem().isEmpty());
    config =
        new S3Config(
            URI.create("http://127.0.0.1:" + ports.s3()),
            "us-east-1",
            S3Server.ACCESS_KEY,
            S3Server.SECRET_KEY,
            "lambda");
  }

  private static Process start(ServerSpec spec, Path folder) {
    try {
      Files.createDirectories(spec.temporary());
      spec.prepare().run();
      Process server =
          new ProcessBuilder(spec.command())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("s3.log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public S3Config config() {
    return config;
  }

  @Override
  public void close() {
    server.destroyForcibly().onExit().join();
  }
}
