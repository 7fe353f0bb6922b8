package lambda.tests.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import lambda.tests.endtoend.SealedHours;
import lambda.tests.stack.Chromium;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The page in a Chromium, on a stack with sealed hours. Skipped where there is no Chromium.
@ExtendWith(SealedHours.Extension.class)
class LivePageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private final SealedHours sealed;
  private @Nullable Chromium browser;

  LivePageTest(SealedHours sealed) {
    this.sealed = sealed;
  }

  @BeforeEach
  void start() throws IOException {
    Optional<Path> program = Chromium.installed();
    assumeTrue(program.isPresent(), "chromium is not on the PATH");
    browser = Chromium.start(program.get(), folder);
  }

  @AfterEach
  void end() {
    if (browser != null) {
      browser.close();
    }
  }

  private Chromium page(String place) {
    Chromium opened = Objects.requireNonNull(browser);
    opened.open(sealed.stack().localStack().api() + "/#/" + place);
    return opened;
  }

  private static void awaitText(Chromium page, String... texts) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(page.text()).contains(texts));
  }

  @Test
  void theOverviewShowsTheLambdaPictureAndEveryHour() {
    Chromium page = page("");

    awaitText(page, "Speed layer", "Archive", "Serving views", "pageviews", "transactions", "live");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(
                    page.evaluate(
                            "document.querySelectorAll('a.cell.sealed, a.cell.differences').length")
                        .asInt())
                .isGreaterThanOrEqualTo(9));
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void aStreamShowsItsViewsItsDefinitionAndHowToQueryThem() {
    Chromium page = page("streams/transactions");

    awaitText(
        page,
        "sales_per_day",
        "payment_failures",
        "batch-exact for arrivals before",
        "stream: transactions");
    await()
        .atMost(PATIENCE)
        .until(() ->
            page.evaluate("document.querySelectorAll('.chart canvas, .big').length").asInt() == 5);
    assertThat(page.evaluate("document.querySelectorAll('.bars li').length").asInt()).isPositive();
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void anHourShowsItsStepsItsFilesAndItsDifferences() {
    Chromium page = page("hours/pageviews/" + sealed.hours().getFirst());

    awaitText(page, "sealed", "recomputed", "raw/pageviews/", "Workflow LambdaHour-pageviews-");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void deadLettersAndHealthTellWhatIsWrong() {
    Chromium page = page("deadletters");
    awaitText(page, "By reason", "ReplayDeadLetters");
    page("health");
    awaitText(page, "speed-layer", "worker");

    assertThat(page.complaints()).isEmpty();
  }
}
