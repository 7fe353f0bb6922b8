package lambda.tests.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lambda.launcher.stack.LocalStack;
import org.jdbi.v3.core.Jdbi;

/// The Grafana dashboards as files, and their queries as Grafana would run them.
public final class GrafanaDashboards {
  private static final Pattern TIME_FILTER = Pattern.compile("\\$__timeFilter\\((\\w+)\\)");
  private static final Pattern METRIC = Pattern.compile("\\b(lambda|jvm|process)_[a-z_]+");

  private final Path folder;

  public GrafanaDashboards(Path folder) {
    this.folder = folder;
  }

  /// A panel with a query in SQL.
  public record SqlPanel(String dashboard, String title, String sql) {}

  public List<SqlPanel> sqlPanels() {
    List<SqlPanel> panels = new ArrayList<>();
    for (JsonNode dashboard : dashboards()) {
      for (JsonNode panel : dashboard.path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          if (target.has("rawSql")) {
            panels.add(
                new SqlPanel(
                    dashboard.path("title").asText(),
                    panel.path("title").asText(),
                    target.path("rawSql").asText()));
          }
        }
      }
    }
    return panels;
  }

  /// The names of all Prometheus metrics that panels query.
  public Set<String> metrics() {
    Set<String> metrics = new TreeSet<>();
    for (JsonNode dashboard : dashboards()) {
      for (JsonNode expression : dashboard.findValues("expr")) {
        Matcher matcher = METRIC.matcher(expression.asText());
        while (matcher.find()) {
          metrics.add(matcher.group());
        }
      }
    }
    return metrics;
  }

  /// The names of all metrics that the processes of a stack expose.
  public static Set<String> exposed(LocalStack local) throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>();
    for (int port : List.of(local.ports().speedLayer(), local.ports().worker())) {
      scrape(port)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("[{ ]", 2)[0])
          .forEach(names::add);
    }
    return names;
  }

  /// The metrics of a process, as Prometheus scrapes them.
  public static String scrape(int port) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  public List<Map<String, Object>> rows(Jdbi jdbi, SqlPanel panel, Instant from, Instant to) {
    String sql =
        TIME_FILTER.matcher(panel.sql()).replaceAll("$1 between '%s' and '%s'".formatted(from, to));
    return jdbi.withHandle(handle -> handle.createQuery(sql).mapToMap().list());
  }

  private List<JsonNode> dashboards() {
    try (Stream<Path> files = Files.list(folder.resolve("dashboards"))) {
      List<JsonNode> dashboards = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        dashboards.add(JsonMapper.builder().build().readTree(Files.readString(file)));
      }
      return dashboards;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
