package lambda.tests.endtoend;

import static lambda.tests.stack.TestStack.VIEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import lambda.launcher.demo.LedgerCheck;
import lambda.launcher.demo.LedgerCheck.Where;
import lambda.serving.SearchQuery;
import lambda.tests.stack.TestStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Figures equal the ledger before and after hours are sealed, and damaged ones are found and
/// healed.
@ExtendWith(SealedHours.Extension.class)
class SealingTest {
  private final SealedHours sealed;
  private final TestStack stack;

  SealingTest(SealedHours sealed) {
    this.sealed = sealed;
    stack = sealed.stack();
  }

  @Test
  void realTimeFiguresOfEveryViewEqualTheLedger() {
    assertThat(sealed.ledgers())
        .allSatisfy(ledger -> {
          assertThat(ledger.counts().duplicates()).isPositive();
          assertThat(ledger.counts().deadLetters()).isPositive();
        });
    assertThat(sealed.realTime())
        .hasSize(3)
        .allMatch(LedgerCheck.Outcome::equal)
        .allSatisfy(outcome -> assertThat(outcome.expectedFigures()).isGreaterThan(1_000));
  }

  @Test
  void realTimeFiguresInElasticsearchEqualTheLedger() {
    assertThat(sealed.realTimeSearch()).hasSize(3).allMatch(LedgerCheck.Outcome::equal);
  }

  @Test
  void figuresOfSealedHoursEqualTheLedger() throws InterruptedException {
    assertThat(sealed.compare(Where.SERVING)).allMatch(LedgerCheck.Outcome::equal);
    assertThat(sealed.compare(Where.ELASTICSEARCH)).allMatch(LedgerCheck.Outcome::equal);
  }

  @Test
  void hoursThatAgreeAreSealedWithoutADifference() {
    assertThat(sealed.reports().subList(0, 2))
        .allSatisfy(report -> {
          assertThat(report.state()).isEqualTo("sealed");
          assertThat(report.differences()).isZero();
          assertThat(report.records()).isPositive();
          assertThat(report.duplicates()).isPositive();
        });
  }

  @Test
  void hoursOfTheOtherStreamsAreSealedWithoutADifference() {
    assertThat(sealed.reportsOfOtherStreams())
        .hasSize(6)
        .allSatisfy(report -> {
          assertThat(report.state()).isEqualTo("sealed");
          assertThat(report.differences()).isZero();
        });
  }

  @Test
  void damagedFiguresAreFoundNamedAndHealed() {
    assertThat(sealed.reports().get(2).state()).isEqualTo("sealed");
    assertThat(sealed.reports().get(2).differences()).isEqualTo(3);
    List<String> kinds =
        stack
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .select(
                        "select kind || ' ' || (key ->> 'postcode') from lambda.differences where stream = 'pageviews' order by kind")
                    .mapTo(String.class)
                    .list());
    assertThat(kinds)
        .containsExactly("measures differ SW19", "missing in batch ZZ1", "missing in speed SE1");
    assertThat(
            stack.count(
                """
                select count(*) from (select hour, window_start, postcode, pageviews from speed.%1$s where not gone) s
                full join (select hour, window_start, postcode, pageviews from batch.%1$s where not gone) b
                  using (hour, window_start, postcode)
                where s.pageviews is distinct from b.pageviews and (s.hour is null or s.hour < '%2$s')\
                """
                    .formatted(
                        VIEW, Instant.parse(sealed.hours().get(2)).plus(1, ChronoUnit.HOURS))))
        .isZero();
  }

  @Test
  void startingASealedHourAgainReturnsItsReport() {
    assertThat(stack.seal(sealed.hours().subList(0, 1)))
        .containsExactly(sealed.reports().getFirst());
  }

  @Test
  void rawTransactionsAreInPostgresAndElasticsearchOnceEach() {
    long events = sealed.ledgers().getLast().counts().events();
    try (SearchQuery search = new SearchQuery(stack.localStack().elasticsearch())) {
      await().atMost(TestStack.PATIENCE).until(() -> search.count("transactions") == events);
    }
    assertThat(stack.count("select count(*) from transactions")).isEqualTo(events);
    assertThat(
            stack.count(
                """
                select count(*) from (
                  select currency, sum("totalAmount") as amount from transactions
                  where "paymentStatus" = 'completed' group by currency) raw
                join serving.sales_per_month sales using (currency, amount)\
                """))
        .isEqualTo(5);
  }
}
