package lambda.batch.s3;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lambda.core.failure.LambdaException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// S3 as the batch layer uses it. An object is there whole or not at all. Thread-safe.
public final class ObjectStore implements AutoCloseable {
  private static final int PRECONDITION_FAILED = 412;
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int NOT_IMPLEMENTED = 501;

  private final S3Config config;
  private final S3Client client;

  public ObjectStore(S3Config config) {
    this.config = config;
    client =
        S3Client.builder()
            .endpointOverride(config.endpoint())
            .region(Region.of(config.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(config.accessKey(), config.secretKey())))
            .forcePathStyle(true)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .overrideConfiguration(c ->
                c.apiCallTimeout(Duration.ofMinutes(5))
                    .apiCallAttemptTimeout(Duration.ofMinutes(2)))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(Duration.ofSeconds(5))
                    .socketTimeout(Duration.ofSeconds(60)))
            .build();
  }

  /// Makes the bucket unless it is there.
  public void ensureBucket() {
    try {
      client.headBucket(request -> request.bucket(config.bucket()));
    } catch (AwsServiceException e) {
      if (e.statusCode() != NOT_FOUND) {
        throw unreachable("look for bucket " + config.bucket(), e);
      }
      createBucket();
    } catch (SdkException e) {
      throw unreachable("look for bucket " + config.bucket(), e);
    }
  }

  private void createBucket() {
    try {
      client.createBucket(request -> request.bucket(config.bucket()));
    } catch (AwsServiceException e) {
      if (e.statusCode() != CONFLICT) {
        throw unreachable("make bucket " + config.bucket(), e);
      }
    } catch (SdkException e) {
      throw unreachable("make bucket " + config.bucket(), e);
    }
  }

  /// Asks the store to move raw and aggregated data to Glacier after 30 days. Rules of others in
  /// the bucket stay.
  ///
  /// @return why the store does not do that; empty if it does
  public Optional<String> ensureLifecycle() {
    try {
      List<LifecycleRule> rules =
          Stream.concat(
                  lifecycle().stream().filter(rule -> !LifecycleRules.isOurs(rule)),
                  LifecycleRules.rules().stream())
              .toList();
      client.putBucketLifecycleConfiguration(
          request -> request.bucket(config.bucket()).lifecycleConfiguration(c -> c.rules(rules)));
      return Optional.empty();
    } catch (AwsServiceException e) {
      if (e.statusCode() == NOT_IMPLEMENTED || e.statusCode() == NOT_ALLOWED) {
        return Optional.of("the store knows no lifecycle rules (status " + e.statusCode() + ")");
      }
      throw unreachable("set lifecycle rules", e);
    } catch (SdkException e) {
      throw unreachable("set lifecycle rules", e);
    }
  }

  private List<LifecycleRule> lifecycle() {
    try {
      return client
          .getBucketLifecycleConfiguration(request -> request.bucket(config.bucket()))
          .rules();
    } catch (AwsServiceException e) {
      if (e.statusCode() == NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  /// Puts an object unless one of that key exists.
  ///
  /// @return whether this call made it
  public boolean putIfAbsent(String key, Path file) {
    try {
      client.putObject(
          request -> request.bucket(config.bucket()).key(key).ifNoneMatch("*"),
          RequestBody.fromFile(file));
      return true;
    } catch (AwsServiceException e) {
      if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
        return false;
      }
      throw unreachable("put " + key, e);
    } catch (SdkException e) {
      // A store may refuse before it has read the object, and end the connection over it.
      if (isSurelyThere(key)) {
        return false;
      }
      throw unreachable("put " + key, e);
    }
  }

  /// False, too, if that cannot be told.
  private boolean isSurelyThere(String key) {
    try {
      client.headObject(request -> request.bucket(config.bucket()).key(key));
      return true;
    } catch (SdkException e) {
      return false;
    }
  }

  /// Puts an object in the place of any other of that key.
  public void put(String key, Path file) {
    try {
      client.putObject(
          request -> request.bucket(config.bucket()).key(key), RequestBody.fromFile(file));
    } catch (SdkException e) {
      throw unreachable("put " + key, e);
    }
  }

  /// What an object holds.
  public record Content(long bytes, String sha256) {}

  /// Reads an object to its end.
  ///
  /// @throws NoSuchObject if there is none
  public Content content(String key) {
    try (ResponseInputStream<GetObjectResponse> in =
        client.getObject(request -> request.bucket(config.bucket()).key(key))) {
      return new Content(in.response().contentLength(), Digests.sha256(in));
    } catch (NoSuchKeyException e) {
      throw new NoSuchObject(key);
    } catch (SdkException e) {
      throw unreachable("read " + key, e);
    } catch (IOException e) {
      throw LambdaException.retry("S3 broke off while reading " + key, e);
    }
  }

  /// There is no object of that key.
  public static final class NoSuchObject extends RuntimeException {
    NoSuchObject(String key) {
      super("no object " + key);
    }
  }

  /// An object in the bucket.
  public record Listed(String key, Instant modified) {}

  /// Every object whose key begins so.
  public List<Listed> list(String prefix) {
    try {
      return client
          .listObjectsV2Paginator(request -> request.bucket(config.bucket()).prefix(prefix))
          .contents()
          .stream()
          .map(object -> new Listed(object.key(), object.lastModified()))
          .toList();
    } catch (SdkException e) {
      throw unreachable("list " + prefix, e);
    }
  }

  /// Deletes an object; one that is not there is no failure.
  public void delete(String key) {
    try {
      client.deleteObject(request -> request.bucket(config.bucket()).key(key));
    } catch (SdkException e) {
      throw unreachable("delete " + key, e);
    }
  }

  private LambdaException unreachable(String action, SdkException cause) {
    String why =
        cause instanceof SdkClientException
            ? "it cannot be reached"
            : "it refused: " + cause.getMessage();
    return LambdaException.retry(
        "S3 at %s could not %s: %s".formatted(config.endpoint(), action, why), cause);
  }

  @Override
  public void close() {
    client.close();
  }
}
