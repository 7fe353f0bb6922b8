package lambda.tests.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The alert rules for Prometheus.
final class AlertRules {
  static final Path FOLDER = Path.of("dashboards/prometheus");

  private static final Pattern METRIC = Pattern.compile("\\blambda_[a-z_]+");

  private AlertRules() {}

  /// A rule with its annotations.
  record Rule(String name, String expression, String runbook) {}

  static List<Rule> rules(Path folder) throws IOException {
    List<Rule> rules = new ArrayList<>();
    for (JsonNode group :
        new YAMLMapper().readTree(folder.resolve("alerts.yml").toFile()).path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        rules.add(
            new Rule(
                rule.path("alert").asText(),
                rule.path("expr").asText(),
                rule.path("annotations").path("runbook").asText()));
      }
    }
    return rules;
  }

  /// The platform's metrics that the rules query.
  static Set<String> metrics(Path folder) throws IOException {
    Set<String> metrics = new TreeSet<>();
    for (Rule rule : rules(folder)) {
      Matcher metric = METRIC.matcher(rule.expression());
      while (metric.find()) {
        metrics.add(metric.group());
      }
    }
    return metrics;
  }
}
