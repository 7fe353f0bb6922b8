package lambda.local.supervise;

import java.util.LinkedHashMap;
import java.util.Map;

/// The ports of one stack: the usual ones, all shifted by one offset, so that several stacks can
/// run on one machine.
public record Ports(int offset) {
  static final int LARGEST_OFFSET = 40_000;

  public Ports {
    if (offset < 0 || offset > LARGEST_OFFSET) {
      throw new IllegalArgumentException("--port-offset must be from 0 to " + LARGEST_OFFSET);
    }
  }

  public int kafka() {
    return 9092 + offset;
  }

  public int kafkaController() {
    return 9093 + offset;
  }

  public int postgres() {
    return 5432 + offset;
  }

  public int elasticsearch() {
    return 9200 + offset;
  }

  public int s3() {
    return 9000 + offset;
  }

  public int temporal() {
    return 7233 + offset;
  }

  public int temporalUi() {
    return 8233 + offset;
  }

  /// Health and metrics of the speed layer.
  public int speedLayer() {
    return 9464 + offset;
  }

  /// Health and metrics of the worker.
  public int worker() {
    return 9465 + offset;
  }

  /// The query API and the page.
  public int api() {
    return 8080 + offset;
  }

  /// Health and metrics of the API.
  public int apiMetrics() {
    return 9466 + offset;
  }

  /// Every port, by the name of what listens on it.
  public Map<String, Integer> all() {
    Map<String, Integer> all = new LinkedHashMap<>();
    all.put("Kafka", kafka());
    all.put("Kafka controller", kafkaController());
    all.put("PostgreSQL", postgres());
    all.put("Elasticsearch", elasticsearch());
    all.put("S3", s3());
    all.put("Temporal", temporal());
    all.put("Temporal UI", temporalUi());
    all.put("speed layer metrics", speedLayer());
    all.put("worker metrics", worker());
    all.put("API", api());
    all.put("API metrics", apiMetrics());
    return all;
  }
}
