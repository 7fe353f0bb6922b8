package lambda.tests.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Set;
import lambda.tests.endtoend.SealedHours;
import lambda.tests.stack.TestStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every panel of the dashboards shows data, and every metric that they query is exposed.
@ExtendWith(SealedHours.Extension.class)
class DashboardsTest {
  private final SealedHours sealed;
  private final TestStack stack;

  DashboardsTest(SealedHours sealed) {
    this.sealed = sealed;
    stack = sealed.stack();
  }

  @Test
  void everyPanelOfTheGrafanaDashboardsShowsData() {
    GrafanaDashboards dashboards =
        new GrafanaDashboards(
            stack.localStack().installation().root().resolve("dashboards/grafana"));
    Instant from = Instant.parse(sealed.hours().getFirst());

    assertThat(dashboards.sqlPanels()).isNotEmpty();
    assertThat(dashboards.sqlPanels())
        .allSatisfy(panel ->
            assertThat(dashboards.rows(stack.database().jdbi(), panel, from, Instant.now()))
                .as("%s", panel)
                .isNotEmpty());
  }

  @Test
  void everyMetricOfTheGrafanaDashboardsIsExposed() throws Exception {
    GrafanaDashboards dashboards =
        new GrafanaDashboards(
            stack.localStack().installation().root().resolve("dashboards/grafana"));

    assertThat(dashboards.metrics()).isNotEmpty();
    assertThat(GrafanaDashboards.exposed(stack.localStack())).containsAll(dashboards.metrics());
  }

  @Test
  void everyMetricOfTheAlertRulesIsExposed() throws Exception {
    Set<String> metrics =
        AlertRules.metrics(stack.localStack().installation().root().resolve(AlertRules.FOLDER));

    assertThat(metrics).contains("lambda_speed_lag", "lambda_batch_hours_unarchived");
    assertThat(GrafanaDashboards.exposed(stack.localStack())).containsAll(metrics);
  }

  @Test
  void differencesAreCountedInMetrics() throws Exception {
    assertThat(GrafanaDashboards.scrape(stack.localStack().ports().worker()))
        .contains("lambda_batch_differences_total{stream=\"pageviews\"} 3.0")
        .contains("lambda_batch_hours_sealed_total{stream=\"transactions\"} 3.0");
  }

  @Test
  void everyPanelOfTheKibanaDashboardsShowsData() throws Exception {
    KibanaDashboards dashboards =
        new KibanaDashboards(stack.localStack().installation().root().resolve("dashboards/kibana"));

    assertThat(dashboards.panels()).isNotEmpty();
    for (KibanaDashboards.Panel panel : dashboards.panels()) {
      JsonNode answer =
          dashboards.ask(
              stack.localStack().elasticsearch(),
              panel,
              Instant.parse(sealed.hours().getFirst()),
              Instant.now());
      assertThat(answer.path("hits").path("total").path("value").asLong())
          .as("%s: %s", panel, answer)
          .isPositive();
      assertThat(answer.path("aggregations").toString()).as(panel.title()).contains("\"value\":");
    }
  }
}
