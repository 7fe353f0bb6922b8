package lambda.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lambda.batch.hour.HourReport;
import lambda.launcher.demo.LedgerCheck.Where;
import lambda.tests.stack.Cli;
import lambda.tests.stack.TestStack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A stream without any code: a YAML file and a schema, with every kind of measure, nested keys,
/// and more distinct values than a sketch counts exactly. Later tests change the files, so the
/// tests run in order.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NewStreamTest {
  private static final String STREAM = "orders";

  private static final String SCHEMA =
      """
      {"type": "record", "name": "Order", "fields": [
        {"name": "order", "type": {"type": "record", "name": "Head", "fields": [
          {"name": "id", "type": "string"}, {"name": "placed_at", "type": "string"}]}},
        {"name": "customer", "type": {"type": "record", "name": "Customer", "fields": [
          {"name": "id", "type": "string"}, {"name": "country", "type": ["null", "string"]}]}},
        {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 4}},
        {"name": "items", "type": ["null", "long"]},
        {"name": "weight", "type": ["null", "double"]},
        {"name": "Express", "type": "boolean"}]}
      """;

  private static final String YAML =
      """
      stream: orders
      topic: shop.orders
      partitions: 2
      format: json
      schema: orders.avsc
      id: order.id
      time: order.placed_at
      key: customer.id
      quality:
        - { field: amount, range: { min: -5, max: 99.5 } }
        - { field: customer.country, one_of: [DE, FR, IT] }
      raw_sink: orders_raw
      views:
        - view: orders_by_country
          window: month
          group_by: [customer.country, Express]
          measures:
            orders: count
            with_items: { count: items }
            items: { sum: items }
            amount: { sum: amount }
            least: { min: amount }
            most_items: { max: items }
            lightest: { min: weight }
            heaviest: { max: weight }
            mean: { avg: amount }
            customers: { uniques: customer.id }
            order_ids: { uniques: order.id }
            refunds: { count: events, filter: { field: amount, lt: 0 } }
            refund_rate: { ratio: [refunds, orders] }
        - view: big_orders
          window: minute
          filter: { and: [ { field: amount, gte: 50 }, { not: { field: items, is_null: true } } ] }
          measures: { orders: count, amount: { sum: amount } }
      """;

  private static final String RETURNING_VIEW =
      """
        - view: orders_per_hour
          window: hour
          group_by: [customer.country]
          measures: { orders: count }
      """;

  private static final String ANOTHER_VIEW =
      """
        - view: orders_per_day
          window: day
          group_by: [customer.country]
          measures: { orders: count }
      """;

  @TempDir static Path folder;

  private static TestStack stack;
  private static List<String> hours;

  @BeforeAll
  static void declareTheStreamAndSendEvents() throws InterruptedException {
    write("orders.avsc", SCHEMA);
    write("orders.yaml", YAML + RETURNING_VIEW);
    stack = TestStack.start(folder.resolve("home"), Map.of("LAMBDA_STREAMS", folder.toString()));
    assertThat(stack.cli("down").status()).isZero();
    write("orders.yaml", YAML);
    stack.up();
    stack.send(
        "--stream",
        STREAM,
        "--backfill",
        "PT2H",
        "--events-per-day",
        "150000",
        "--late",
        "0.1",
        "--duplicates",
        "0.05",
        "--malformed",
        "0.03",
        "--ledger",
        folder.resolve("ledger.json").toString());
    assertFiguresEqualTheLedger(Where.SERVING);
    hours = stack.hours(STREAM, 2);
  }

  private static void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void end() {
    stack.close();
  }

  private static void assertFiguresEqualTheLedger(Where where) throws InterruptedException {
    stack.assertFiguresEqual(STREAM, folder.resolve("ledger.json"), where);
  }

  @Test
  @Order(1)
  void speedLayerAnswersEveryMeasureAsSent() throws InterruptedException {
    assertFiguresEqualTheLedger(Where.SERVING);
    assertFiguresEqualTheLedger(Where.ELASTICSEARCH);
    assertThat(stack.count("select max(order_ids) from serving.orders_by_country"))
        .as("more than a sketch counts exactly")
        .isNotEqualTo(stack.count("select max(orders) from serving.orders_by_country"));
  }

  @Test
  @Order(2)
  void batchLayerAgreesAndAnswersTheSame() throws InterruptedException {
    assertThat(stack.seal(STREAM, hours))
        .hasSize(2)
        .allSatisfy(report -> {
          assertThat(report.state()).isEqualTo("sealed");
          assertThat(report.differences()).isZero();
          assertThat(report.records()).isPositive();
        });
    assertFiguresEqualTheLedger(Where.SERVING);
    assertFiguresEqualTheLedger(Where.ELASTICSEARCH);
  }

  @Test
  @Order(3)
  void rawEventsAreInTheTableThatTheDefinitionNames() {
    assertThat(stack.count("select count(*) from orders_raw"))
        .isEqualTo(stack.ledger(STREAM, folder.resolve("ledger.json")).counts().events());
  }

  @Test
  @Order(4)
  void aChangedViewIsRefusedAndNothingIsMixed() {
    write("orders.yaml", YAML.replace("gte: 50", "gt: 50"));

    assertThat(stack.cli("down").status()).isZero();
    Cli.Result up = stack.cli("up", "--detach");

    assertThat(up.status()).isNotZero();
    assertThat(up.out() + up.err())
        .contains("view 'big_orders' has figures of another definition")
        .doesNotContain("\tat ");
  }

  @Test
  @Order(5)
  void aChangedContractIsRefused() {
    write("orders.yaml", YAML.replace("max: 99.5", "max: 50"));

    Cli.Result up = stack.cli("up", "--detach");

    assertThat(up.status()).isNotZero();
    assertThat(up.out() + up.err())
        .contains(
            "stream 'orders' was declared differently before, and old and new figures would mix");
  }

  @Test
  @Order(6)
  void aViewThatIsAddedLaterOrPutBackIsRecomputedForEveryHourThatLacksIt()
      throws InterruptedException {
    write("orders.yaml", YAML + ANOTHER_VIEW + RETURNING_VIEW);
    write(
        "orders.avsc",
        SCHEMA.replace(
            "\"boolean\"}]}",
            "\"boolean\"}, {\"name\": \"note\", \"type\": [\"null\", \"string\"]}]}"));
    stack.up();
    for (String view : List.of("orders_per_day", "orders_per_hour")) {
      assertThat(
              stack.count(
                  "select count(*) from serving.%s where source <> 'incomplete'".formatted(view)))
          .as("figures of %s that seem to be complete", view)
          .isZero();
    }

    List<HourReport> reports = stack.seal(STREAM, hours);

    assertThat(reports).allSatisfy(report -> assertThat(report.state()).isEqualTo("sealed"));
    for (String view : List.of("orders_per_day", "orders_per_hour")) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> {
            assertThat(orders(view)).isEqualTo(orders("orders_by_country"));
            assertThat(
                    stack.count(
                        "select count(*) from serving.%s where source = 'incomplete'"
                            .formatted(view)))
                .isZero();
          });
    }
    assertThat(stack.count("select count(*) from lambda.differences")).isZero();
  }

  private static long orders(String view) {
    return stack.count("select sum(orders)::bigint from serving." + view);
  }
}
