package lambda.workflows.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import lambda.batch.deadletter.ReplayReport;
import lambda.batch.hour.HourReport;
import lambda.batch.maintenance.CompactionReport;
import lambda.monitoring.MonitoringEndpoint;
import org.junit.jupiter.api.Test;

class BatchMetricsTest {
  @Test
  void everyMetricIsDescribed() {
    PrometheusMeterRegistry registry = MonitoringEndpoint.registry();
    BatchMetrics metrics = new BatchMetrics(registry);
    metrics.sealed(new HourReport("s", "2026-11-21T04:00:00Z", "sealed", 10, 1, 2, 3));
    metrics.compacted(new CompactionReport("s", "2026-11-21T04:00:00Z", 3, 1));
    metrics.replayed("s", new ReplayReport(1, 2, 3));

    assertThat(registry.scrape().lines().filter(line -> line.startsWith("# HELP lambda_")))
        .hasSize(6)
        .allMatch(line -> line.split(" ").length > 4, "has a description");
  }
}
