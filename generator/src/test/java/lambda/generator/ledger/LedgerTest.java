package lambda.generator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;
import lambda.generator.TestStreams;
import lambda.generator.load.PlannedRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final Instant DAY = Instant.parse("2026-11-21T00:00:00Z");
  private static final StreamDefinition STREAM = TestStreams.named("anything");

  private static final List<@Nullable String> GOOD = List.of("good", "12.50");
  private static final List<@Nullable String> NONE = Arrays.asList(null, "11.00");

  @TempDir Path folder;

  private static ObjectNode event(String size, long big, String more) {
    String json =
        """
        {"at":"2026-11-21T04:05:06Z","size":%s,"big":%d,"on":false,"ratio":1,"data":{"id":"i","city":"Bonn"}%s}\
        """
            .formatted(size, big, more);
    try {
      return (ObjectNode)
          JsonMapper.builder()
              .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
              .build()
              .readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static PlannedRecord sent(ObjectNode event, boolean again) {
    return new PlannedRecord.Good(1, "k", event, again);
  }

  private static Ledger filled() {
    Ledger ledger = Ledger.ofFigures(STREAM);
    ledger.add(sent(event("12.5", 7, ",\"mood\":\"good\""), false));
    ledger.add(sent(event("12.50", -3, ",\"mood\":\"good\""), false));
    ledger.add(sent(event("11", 1, ",\"mood\":null"), false));
    ledger.add(sent(event("11", 1, ""), true));
    ledger.add(new PlannedRecord.Broken(4, "k", "?"));
    return ledger;
  }

  private static @Nullable BigDecimal figure(
      Ledger ledger, List<@Nullable String> key, String measure) {
    return ledger
        .figures("by_mood")
        .getOrDefault(DAY, Map.of())
        .getOrDefault(key, Map.of())
        .get(measure);
  }

  @Test
  void duplicatesAndMalformedRecordsAreCountedButExpectedInNoFigure() {
    Ledger ledger = filled();

    assertThat(ledger.counts()).isEqualTo(new Ledger.Counts(5, 1, 1));
    assertThat(ledger.counts().events()).isEqualTo(3);
    assertThat(figure(ledger, NONE, "events")).isEqualByComparingTo("1");
  }

  @Test
  void everyMeasureIsExpectedAsItsDefinitionSays() {
    Ledger ledger = filled();

    assertThat(figure(ledger, GOOD, "events")).isEqualByComparingTo("2");
    assertThat(figure(ledger, GOOD, "mean")).isEqualByComparingTo("12.5");
    assertThat(figure(ledger, GOOD, "least")).isEqualByComparingTo("-3");
    assertThat(figure(ledger, GOOD, "cities")).isEqualByComparingTo("1");
    assertThat(figure(ledger, GOOD, "share")).isEqualByComparingTo("1");
    assertThat(figure(ledger, NONE, "good")).isEqualByComparingTo("0");
    assertThat(figure(ledger, NONE, "share")).isEqualByComparingTo("0");
  }

  @Test
  void ledgerThatIsReadAgainContinuesWhereItStopped() {
    Path file = folder.resolve("ledger.json");
    filled().write(file);

    Ledger again = Ledger.read(STREAM, file);
    again.add(sent(event("12.5", -9, ",\"mood\":\"good\""), false));

    assertThat(again.counts().records()).isEqualTo(6);
    assertThat(figure(again, GOOD, "events")).isEqualByComparingTo("3");
    assertThat(figure(again, GOOD, "least")).isEqualByComparingTo("-9");
    assertThat(figure(again, GOOD, "cities")).isEqualByComparingTo("1");
  }

  @Test
  void ledgerInAMissingFolderIsRefusedBeforeAnythingIsSent() {
    Path file = folder.resolve("missing/ledger.json");

    assertThatThrownBy(() -> Ledger.read(STREAM, file))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("folder does not exist");
    assertThat(file.getParent()).doesNotExist();
  }

  @Test
  void keysOfNullAndOfTheEmptyStringStayApartInTheFileToo() {
    Ledger ledger = filled();
    ledger.add(sent(event("11", 1, ",\"mood\":\"\""), false));
    ledger.add(sent(event("11", 1, ",\"mood\":\"\""), false));
    Path file = folder.resolve("ledger.json");
    ledger.write(file);

    Ledger again = Ledger.read(STREAM, file);

    assertThat(figure(again, NONE, "events")).isEqualByComparingTo("1");
    assertThat(figure(again, List.of("", "11.00"), "events")).isEqualByComparingTo("2");
  }

  @Test
  void ledgerOfAnOlderVersionIsRefused() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("ledger.json"),
            """
            {"stream":"anything","views":{"by_mood":[{"window":"2026-11-21T00:00:00Z","key":"good|12.50"}]}}\
            """);

    assertThatThrownBy(() -> Ledger.read(STREAM, file))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("older version");
  }

  @Test
  void ledgersAreAdded() {
    Ledger both = filled();
    both.addAll(filled());

    assertThat(both.counts().records()).isEqualTo(10);
    assertThat(figure(both, GOOD, "events")).isEqualByComparingTo("4");
  }

  @Test
  void fileThatIsNotALedgerIsRefusedByName() throws IOException {
    Path file = Files.writeString(folder.resolve("ledger.json"), "{");
    Path other = folder.resolve("other.json");
    filled().write(other);

    assertThatThrownBy(() -> Ledger.read(STREAM, file))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> Ledger.read(TestStreams.pageviews(), other))
        .hasMessageContaining("is not a ledger of stream pageviews");
  }
}
