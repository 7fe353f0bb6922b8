package lambda.workflows.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import lambda.monitoring.MonitoringEndpoint;
import lambda.store.HourBacklog;
import org.junit.jupiter.api.Test;

class HourGaugesTest {
  @Test
  void everyMetricIsDescribed() {
    PrometheusMeterRegistry registry = MonitoringEndpoint.registry();
    new HourGauges(registry).set(List.of(new HourBacklog("s", 1, 2, 3, 4)));

    assertThat(registry.scrape()).contains("lambda_batch_hours_unarchived{stream=\"s\"} 1.0");
    assertThat(registry.scrape().lines().filter(line -> line.startsWith("# HELP lambda_")))
        .hasSize(4)
        .allMatch(line -> line.split(" ").length > 4, "has a description");
  }
}
