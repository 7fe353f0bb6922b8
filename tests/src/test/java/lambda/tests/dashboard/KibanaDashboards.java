package lambda.tests.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The Kibana dashboards as files, and the searches of their panels as Kibana would run them.
public final class KibanaDashboards {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Path folder;

  public KibanaDashboards(Path folder) {
    this.folder = folder;
  }

  /// A panel of a dashboard. @param url the `data.url` of its Vega specification
  public record Panel(String title, ObjectNode url) {}

  /// The panels that a dashboard refers to; a dangling reference fails.
  public List<Panel> panels() throws IOException {
    List<JsonNode> objects = objects();
    List<Panel> panels = new ArrayList<>();
    for (JsonNode dashboard : objects) {
      if (dashboard.path("type").asText().equals("dashboard")) {
        for (JsonNode reference : dashboard.path("references")) {
          panels.add(panel(objects, reference.path("id").asText()));
        }
      }
    }
    return panels;
  }

  private static Panel panel(List<JsonNode> objects, String id) throws IOException {
    for (JsonNode object : objects) {
      if (object.path("id").asText().equals(id)) {
        JsonNode state = JSON.readTree(object.path("attributes").path("visState").asText());
        JsonNode spec = JSON.readTree(state.path("params").path("spec").asText());
        return new Panel(state.path("title").asText(), (ObjectNode) spec.path("data").path("url"));
      }
    }
    throw new AssertionError("a dashboard refers to " + id + ", which does not exist");
  }

  private List<JsonNode> objects() throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ndjson")).toList()) {
        for (String line : Files.readAllLines(file)) {
          objects.add(JSON.readTree(line));
        }
      }
    }
    return objects;
  }

  /// Runs a panel's search, filtered by the dashboard's time range.
  public JsonNode ask(String elasticsearch, Panel panel, Instant from, Instant to)
      throws IOException, InterruptedException {
    ObjectNode body = panel.url().path("body").deepCopy();
    body.put("track_total_hits", true);
    body.putObject("query")
        .putObject("range")
        .putObject(panel.url().path("%timefield%").asText())
        .put("gte", from.toString())
        .put("lte", to.toString());
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(elasticsearch + "/" + panel.url().path("index").asText() + "/_search"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
  }
}
