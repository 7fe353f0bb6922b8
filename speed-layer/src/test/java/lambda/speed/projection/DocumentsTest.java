package lambda.speed.projection;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.core.bulk.OperationType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentsTest {
  @ParameterizedTest
  @CsvSource({
    "Index, 200, true",
    "Index, 201, true",
    "Index, 409, true",
    "Index, 404, false",
    "Index, 400, false",
    "Index, 429, false",
    "Index, 503, false",
    "Delete, 200, true",
    "Delete, 404, true",
    "Delete, 409, true",
    "Delete, 503, false"
  })
  void answerIsSettledIfNothingIsLeftToWrite(OperationType operation, int status, boolean settled) {
    BulkResponseItem item =
        BulkResponseItem.of(i -> i.operationType(operation).index("v-2026").status(status));

    assertThat(Documents.settled(item)).isEqualTo(settled);
  }

  @Test
  void idDependsOnEveryValueAndItsPlace() {
    assertThat(Documents.id(List.of("a", "b")))
        .hasSize(32)
        .isEqualTo(Documents.id(List.of("a", "b")))
        .isNotEqualTo(Documents.id(List.of("b", "a")))
        .isNotEqualTo(Documents.id(List.of("ab", "")))
        .isNotEqualTo(Documents.id(List.of("ab")));
  }

  @Test
  void timesAreWrittenAsIso8601() {
    assertThat(Documents.document(Map.of("at", Instant.parse("1500-03-01T00:00:00Z"), "n", 1L)))
        .isEqualTo(Map.of("at", "1500-03-01T00:00:00Z", "n", 1L));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T00:00:00Z, v-2026",
    "2000-01-01T00:00:00Z, v-2000",
    "2099-12-31T23:00:00Z, v-2099",
    "1999-12-31T23:59:00Z, v-other",
    "2100-01-01T00:00:00Z, v-other",
    "1500-03-01T00:00:00Z, v-other"
  })
  void indexOfAWindowIsNamedByItsYear(Instant window, String index) {
    assertThat(ViewIndex.index("v", window)).isEqualTo(index);
  }
}
