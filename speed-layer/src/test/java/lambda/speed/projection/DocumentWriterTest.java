package lambda.speed.projection;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.core.bulk.OperationType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentWriterTest {
  @ParameterizedTest
  @CsvSource({
    "Index, 200, SETTLED",
    "Index, 201, SETTLED",
    "Index, 409, SETTLED",
    "Index, 404, WAITING",
    "Index, 400, REJECTED",
    "Index, 413, REJECTED",
    "Index, 403, WAITING",
    "Index, 429, WAITING",
    "Index, 503, WAITING",
    "Delete, 200, SETTLED",
    "Delete, 404, SETTLED",
    "Delete, 409, SETTLED",
    "Delete, 503, WAITING"
  })
  void onlyWhatADocumentIsKeepsItOut(
      OperationType operation, int status, DocumentWriter.Outcome outcome) {
    BulkResponseItem item =
        BulkResponseItem.of(i -> i.operationType(operation).index("v-g1").status(status));

    assertThat(DocumentWriter.outcome(item)).isEqualTo(outcome);
  }

  @Test
  void aDeletionFromAnIndexThatIsGoneWaits() {
    BulkResponseItem item =
        BulkResponseItem.of(i ->
            i.operationType(OperationType.Delete)
                .index("v-g1")
                .status(404)
                .error(ErrorCause.of(e -> e.type("index_not_found_exception").reason("gone"))));

    assertThat(DocumentWriter.outcome(item)).isEqualTo(DocumentWriter.Outcome.WAITING);
  }
}
