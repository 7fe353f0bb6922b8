package lambda.batch.s3;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lambda.core.failure.LambdaException;
import org.apache.commons.codec.digest.DigestUtils;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// S3 as the batch layer uses it. An object is either complete or absent. Thread-safe.
public final class ObjectStore implements AutoCloseable {
  private static final int FORBIDDEN = 403;
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

  /// Creates the bucket unless it exists.
  public void ensureBucket() {
    try {
      client.headBucket(request -> request.bucket(config.bucket()));
    } catch (AwsServiceException e) {
      if (e.statusCode() != NOT_FOUND) {
        throw failure("look for bucket " + config.bucket(), e);
      }
      createBucket();
    } catch (SdkException e) {
      throw failure("look for bucket " + config.bucket(), e);
    }
  }

  private void createBucket() {
    try {
      client.createBucket(request -> request.bucket(config.bucket()));
    } catch (AwsServiceException e) {
      if (e.statusCode() != CONFLICT) {
        throw failure("create bucket " + config.bucket(), e);
      }
    } catch (SdkException e) {
      throw failure("create bucket " + config.bucket(), e);
    }
  }

  /// Sets rules that move raw and aggregated data to Glacier Instant Retrieval after 30 days. Other
  /// rules of the bucket stay.
  ///
  /// @return why the rules could not be set; empty if they are in force
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
        return Optional.of(
            "this server does not support lifecycle rules (status " + e.statusCode() + ")");
      }
      if (e.statusCode() == FORBIDDEN) {
        return Optional.of("the server does not permit it: " + e.getMessage());
      }
      throw failure("set lifecycle rules", e);
    } catch (SdkException e) {
      throw failure("set lifecycle rules", e);
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

  /// Puts an object unless the key exists.
  ///
  /// @return whether this call created the object
  public boolean putIfAbsent(String key, Path file) {
    return putIfAbsent(key, RequestBody.fromFile(file));
  }

  /// Puts a small object unless the key exists.
  ///
  /// @return whether this call created the object
  public boolean putIfAbsent(String key, byte[] content) {
    return putIfAbsent(key, RequestBody.fromBytes(content));
  }

  private boolean putIfAbsent(String key, RequestBody body) {
    try {
      client.putObject(request -> request.bucket(config.bucket()).key(key).ifNoneMatch("*"), body);
      return true;
    } catch (AwsServiceException e) {
      if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
        return false;
      }
      throw failure("put " + key, e);
    } catch (SdkException e) {
      // A server may refuse before it has read the object, and then close the connection.
      if (isSurelyThere(key)) {
        return false;
      }
      throw failure("put " + key, e);
    }
  }

  /// Also false if the server does not answer.
  private boolean isSurelyThere(String key) {
    try {
      client.headObject(request -> request.bucket(config.bucket()).key(key));
      return true;
    } catch (SdkException e) {
      return false;
    }
  }

  /// Puts an object, replacing any other of the same key.
  public void put(String key, Path file) {
    try {
      client.putObject(
          request -> request.bucket(config.bucket()).key(key), RequestBody.fromFile(file));
    } catch (SdkException e) {
      throw failure("put " + key, e);
    }
  }

  /// The size and digest of an object.
  public record Content(long bytes, String sha256) {}

  /// Reads an object to the end.
  ///
  /// @throws NoSuchObject if it does not exist
  public Content content(String key) {
    try (ResponseInputStream<GetObjectResponse> in =
        client.getObject(request -> request.bucket(config.bucket()).key(key))) {
      return new Content(in.response().contentLength(), DigestUtils.sha256Hex(in));
    } catch (NoSuchKeyException e) {
      throw new NoSuchObject(key);
    } catch (SdkException e) {
      throw failure("read " + key, e);
    } catch (IOException e) {
      throw LambdaException.retry("the connection to S3 broke while reading " + key, e);
    }
  }

  /// The bytes of a small object.
  ///
  /// @throws NoSuchObject if it does not exist
  public byte[] bytes(String key) {
    try {
      return client
          .getObjectAsBytes(request -> request.bucket(config.bucket()).key(key))
          .asByteArray();
    } catch (NoSuchKeyException e) {
      throw new NoSuchObject(key);
    } catch (SdkException e) {
      throw failure("read " + key, e);
    }
  }

  /// Whether an object is in a storage class from which it must be restored before it can be read.
  ///
  /// @throws NoSuchObject if it does not exist
  public boolean isArchived(String key) {
    try {
      return ArchiveClasses.mustBeRestored(
          client.headObject(request -> request.bucket(config.bucket()).key(key)));
    } catch (NoSuchKeyException e) {
      throw new NoSuchObject(key);
    } catch (SdkException e) {
      throw failure("look for " + key, e);
    }
  }

  /// Asks for an archived object to be readable again for some days. Asking twice is not an error.
  ///
  /// @throws LambdaException of category fatal, with the command to run, if the server refuses
  public void restore(String key) {
    try {
      client.restoreObject(request ->
          request.bucket(config.bucket()).key(key).restoreRequest(ArchiveClasses.restoreRequest()));
    } catch (AwsServiceException e) {
      if (e.statusCode() != CONFLICT) { // it has been asked for before
        throw LambdaException.fatal(
            "object %s is in an archive class, and the server refused to restore it: %s. Permit s3:RestoreObject, or run: aws s3api restore-object --bucket %s --key '%s' --restore-request Days=%d"
                .formatted(key, e.getMessage(), config.bucket(), key, ArchiveClasses.DAYS));
      }
    } catch (SdkException e) {
      throw failure("restore " + key, e);
    }
  }

  /// There is no object with that key.
  public static final class NoSuchObject extends RuntimeException {
    NoSuchObject(String key) {
      super("no object " + key);
    }
  }

  /// An object of the bucket.
  public record Listed(String key, Instant modified) {}

  /// Every object whose key starts with the prefix.
  public List<Listed> list(String prefix) {
    try {
      return client
          .listObjectsV2Paginator(request -> request.bucket(config.bucket()).prefix(prefix))
          .contents()
          .stream()
          .map(object -> new Listed(object.key(), object.lastModified()))
          .toList();
    } catch (SdkException e) {
      throw failure("list " + prefix, e);
    }
  }

  /// Moves an object. Does nothing if there is no object of the old key, so a move that was cut off
  /// can be repeated.
  public void move(String from, String to) {
    try {
      client.copyObject(request ->
          request
              .sourceBucket(config.bucket())
              .sourceKey(from)
              .destinationBucket(config.bucket())
              .destinationKey(to));
      client.deleteObject(request -> request.bucket(config.bucket()).key(from));
    } catch (AwsServiceException e) {
      if (e.statusCode() != NOT_FOUND) {
        throw failure("move %s to %s".formatted(from, to), e);
      }
    } catch (SdkException e) {
      throw failure("move %s to %s".formatted(from, to), e);
    }
  }

  /// Deletes an object. An object that does not exist is not an error. A bucket with versioning
  /// keeps it as an old version ([#versions]).
  public void delete(String key) {
    try {
      client.deleteObject(request -> request.bucket(config.bucket()).key(key));
    } catch (SdkException e) {
      throw failure("delete " + key, e);
    }
  }

  /// What the bucket keeps of objects that were deleted or replaced.
  public ObjectVersions versions() {
    return new ObjectVersions(config, client);
  }

  private LambdaException failure(String action, SdkException cause) {
    return S3Failures.of(config, action, cause);
  }

  @Override
  public void close() {
    client.close();
  }
}
