package lambda.speed.projection;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.core.bulk.OperationType;
import co.elastic.clients.transport.TransportException;
import co.elastic.clients.util.BinaryData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import lambda.core.failure.LambdaException;
import lambda.store.projection.RejectedDocuments.Rejected;
import org.jspecify.annotations.Nullable;

/// Writes documents in bulk, and finds those that Elasticsearch refuses for what they are.
/// Thread-safe.
final class DocumentWriter {
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int TOO_LARGE = 413;
  private static final int LONGEST_REASON = 500;

  private final ElasticsearchClient client;

  DocumentWriter(ElasticsearchClient client) {
    this.client = client;
  }

  /// What one document came to.
  enum Outcome {
    /// Written, or a higher version exists, or a document to delete does not exist.
    SETTLED,
    /// It can never be written as it is.
    REJECTED,
    /// Elasticsearch may take it later.
    WAITING
  }

  static Outcome outcome(BulkResponseItem item) {
    if (item.status() < 300 || item.status() == CONFLICT) {
      return Outcome.SETTLED;
    }
    boolean absent = item.status() == NOT_FOUND && item.error() == null;
    if (absent && item.operationType() == OperationType.Delete) {
      return Outcome.SETTLED;
    }
    return item.status() == BAD_REQUEST || item.status() == TOO_LARGE
        ? Outcome.REJECTED
        : Outcome.WAITING;
  }

  /// @param alias of an index; an index that does not exist is not created
  /// @return the documents that can never be written as they are. All others are
  List<Rejected> write(String alias, List<Change> changes, long version) throws IOException {
    try {
      return rejected(changes, client.bulk(bulk(alias, changes, version)).items());
    } catch (ElasticsearchException | TransportException e) {
      OptionalInt status = refusal(e);
      if (status.isEmpty()) {
        throw e;
      }
      if (changes.size() == 1) {
        Change change = changes.getFirst();
        return List.of(
            new Rejected(
                change.id(),
                change.what(),
                shortened(
                    "HTTP status %d for %,d bytes: %s"
                        .formatted(status.getAsInt(), change.bytes(), e.getMessage()))));
      }
      int half = changes.size() / 2;
      List<Rejected> rejected = new ArrayList<>(write(alias, changes.subList(0, half), version));
      rejected.addAll(write(alias, changes.subList(half, changes.size()), version));
      return rejected;
    }
  }

  private static BulkRequest bulk(String alias, List<Change> changes, long version) {
    List<BulkOperation> operations =
        changes.stream().map(change -> operation(change, version)).toList();
    return BulkRequest.of(bulk -> bulk.index(alias).requireAlias(true).operations(operations));
  }

  private static BulkOperation operation(Change change, long version) {
    return change
        .document()
        .map(json ->
            BulkOperation.of(op ->
                op.index(put ->
                    put.id(change.id())
                        .version(version)
                        .versionType(VersionType.External)
                        .document(BinaryData.of(json, "application/json")))))
        .orElseGet(() ->
            BulkOperation.of(op ->
                op.delete(delete ->
                    delete.id(change.id()).version(version).versionType(VersionType.External))));
  }

  /// The status, if the request as a whole was refused for what is in it.
  private static OptionalInt refusal(Exception e) {
    int status =
        switch (e) {
          case ElasticsearchException answer -> answer.status();
          case TransportException answer -> answer.statusCode();
          default -> 0;
        };
    return status == BAD_REQUEST || status == TOO_LARGE
        ? OptionalInt.of(status)
        : OptionalInt.empty();
  }

  private static List<Rejected> rejected(List<Change> changes, List<BulkResponseItem> items) {
    List<Rejected> rejected = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      BulkResponseItem item = items.get(i);
      switch (outcome(item)) {
        case SETTLED -> {}
        case REJECTED ->
            rejected.add(
                new Rejected(changes.get(i).id(), changes.get(i).what(), reason(item.error())));
        case WAITING ->
            throw LambdaException.retry(
                "Elasticsearch cannot take %s now (status %d): %s"
                    .formatted(changes.get(i).what(), item.status(), reason(item.error())),
                new IOException(String.valueOf(item.error())));
      }
    }
    return rejected;
  }

  private static String reason(@Nullable ErrorCause error) {
    StringBuilder reason = new StringBuilder();
    for (@Nullable ErrorCause cause = error; cause != null; cause = cause.causedBy()) {
      reason.append(reason.isEmpty() ? "" : ": ").append(cause.reason());
    }
    return shortened(reason.toString());
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_REASON
        ? text
        : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, LONGEST_REASON)));
  }
}
