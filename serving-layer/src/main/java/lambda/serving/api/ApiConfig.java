package lambda.serving.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import lambda.core.config.Settings;
import lambda.core.failure.LambdaException;
import lambda.serving.http.Access;
import lambda.store.PostgresConfig;
import lambda.store.PostgresLimits;

/// The settings of the API.
///
/// @param address where it listens
/// @param token what a request needs that starts something or comes from elsewhere
/// @param tokenFile a file that holds the token instead
/// @param processes the addresses of the other processes' `/health`, by name
/// @param temporalUi where workflows can be looked at
/// @param bucket the name of the bucket on S3
public record ApiConfig(
    Path streams,
    PostgresConfig postgres,
    String kafka,
    String address,
    int port,
    Optional<String> token,
    Optional<String> tokenFile,
    Map<String, URI> processes,
    Optional<URI> temporalUi,
    String bucket,
    String httpHost,
    int httpPort) {
  /// A reader waits for an answer: a query that takes longer is too large.
  private static final PostgresLimits LIMITS =
      new PostgresLimits(Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(15));

  public static ApiConfig from(Settings settings) {
    return new ApiConfig(
        settings.path("LAMBDA_STREAMS", Path.of("streams")),
        PostgresConfig.from(settings, LIMITS),
        settings.servers("LAMBDA_KAFKA", "127.0.0.1:9092"),
        settings.text("LAMBDA_API_ADDRESS", "127.0.0.1"),
        settings.port("LAMBDA_API_PORT", 8080),
        settings.optional("LAMBDA_API_TOKEN"),
        settings.optional("LAMBDA_API_TOKEN_FILE"),
        settings.addresses(
            "LAMBDA_API_PROCESSES",
            "speed-layer=http://127.0.0.1:9464,worker=http://127.0.0.1:9465"),
        settings.optionalAddress("LAMBDA_TEMPORAL_UI"),
        settings.text("LAMBDA_S3_BUCKET", "lambda"),
        settings.text("LAMBDA_HTTP_HOST", "127.0.0.1"),
        settings.port("LAMBDA_HTTP_PORT", 9466));
  }

  /// Who may do what.
  ///
  /// @throws LambdaException of category bad input if the API would be open to other machines, or
  ///   the token cannot be read
  Access access() {
    boolean loopback = loopback();
    Optional<String> secret = token.or(() -> tokenFile.map(ApiConfig::read));
    if (!loopback && secret.isEmpty()) {
      throw LambdaException.badInput(
          "LAMBDA_API_ADDRESS is '%s', which other machines can reach, but there is no token; set LAMBDA_API_TOKEN or LAMBDA_API_TOKEN_FILE, or listen on 127.0.0.1"
              .formatted(address));
    }
    return new Access(loopback, secret);
  }

  private boolean loopback() {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw LambdaException.badInput(
          "LAMBDA_API_ADDRESS is '%s', which is no address of this machine; set an IP address such as 127.0.0.1 or 0.0.0.0"
              .formatted(address));
    }
  }

  private static String read(String file) {
    try {
      String secret = Files.readString(Path.of(file)).strip();
      if (!secret.isEmpty()) {
        return secret;
      }
      throw LambdaException.badInput("LAMBDA_API_TOKEN_FILE: %s is empty".formatted(file));
    } catch (IOException e) {
      throw LambdaException.badInput(
          "LAMBDA_API_TOKEN_FILE: cannot read %s (%s)".formatted(file, e));
    }
  }

  /// Never shows the token.
  @Override
  public String toString() {
    return "ApiConfig[%s:%d]".formatted(address, port);
  }
}
