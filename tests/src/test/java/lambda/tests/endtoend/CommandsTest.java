package lambda.tests.endtoend;

import static lambda.tests.stack.TestStack.STREAM;
import static lambda.tests.stack.TestStack.VIEW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.StreamSupport;
import lambda.tests.stack.Cli;
import lambda.tests.stack.TestStack;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The commands that inspect a running stack.
@ExtendWith(SealedHours.Extension.class)
class CommandsTest {
  private final SealedHours sealed;
  private final TestStack stack;

  CommandsTest(SealedHours sealed) {
    this.sealed = sealed;
    stack = sealed.stack();
  }

  @Test
  void hoursAreListedAsJsonForPrograms() {
    JsonNode list = stack.cli("hours", "--json").json();

    assertThat(list)
        .isNotEmpty()
        .allSatisfy(hour ->
            assertThat(hour.fieldNames())
                .toIterable()
                .containsExactly(
                    "stream",
                    "hour",
                    "state",
                    "records",
                    "deadLetters",
                    "duplicates",
                    "differences",
                    "lost",
                    "waitsFor"));
    assertThat(
            StreamSupport.stream(list.spliterator(), false)
                .filter(hour -> hour.path("stream").asText().equals(STREAM))
                .map(hour -> hour.path("hour").asText() + " " + hour.path("state").asText()))
        .startsWith(
            sealed.hours().get(0) + " sealed",
            sealed.hours().get(1) + " sealed",
            sealed.hours().get(2) + " sealed")
        .last(InstanceOfAssertFactories.STRING)
        .endsWith(" open");
  }

  @Test
  void queryAnswersAsJsonForPrograms() {
    JsonNode rows =
        stack
            .cli(
                "query",
                VIEW,
                "--from",
                sealed.hours().get(0),
                "--to",
                sealed.hours().get(1),
                "--key",
                "SW19",
                "--json")
            .json();

    assertThat(rows).isNotEmpty();
    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(row.fieldNames())
              .toIterable()
              .containsExactly("window", "key", "measures", "source");
          assertThat(row.path("key").path(0).asText()).isEqualTo("SW19");
          assertThat(row.path("measures").path("pageviews").asLong()).isPositive();
          assertThat(row.path("source").asText()).isEqualTo("batch-exact");
        });
  }

  @Test
  void queryTellsHowCurrentItsAnswersAre() {
    assertThat(stack.cli("query", VIEW).out())
        .contains(
            "batch-exact for records that arrived before "
                + Instant.parse(sealed.hours().get(2)).plus(1, ChronoUnit.HOURS))
        .contains("the speed layer last stored a record at ");
  }

  @Test
  void statusShowsEveryProcessUpWithinFourGigabytes() {
    Cli.Result status = stack.cli("status", "--json");

    assertThat(status.status()).isZero();
    assertThat(status.json())
        .hasSize(9)
        .allSatisfy(row -> {
          assertThat(row.fieldNames())
              .toIterable()
              .containsExactly(
                  "name", "state", "pid", "rssBytes", "address", "deaths", "nextStart", "problem");
          assertThat(row.path("state").asText()).isEqualTo("up");
          assertThat(row.path("rssBytes").asLong()).isPositive();
        });
    long sum =
        StreamSupport.stream(status.json().spliterator(), false)
            .mapToLong(row -> row.path("rssBytes").asLong())
            .sum();
    assertThat(sum).isLessThan(4L << 30);
  }
}
