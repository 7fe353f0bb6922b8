package lambda.tests.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lambda.core.config.Settings;
import lambda.launcher.stack.ApiWorkflows;
import lambda.local.supervise.Ports;
import lambda.serving.api.ApiConfig;
import lambda.speed.SpeedConfig;
import lambda.workflows.worker.WorkerConfig;
import org.junit.jupiter.api.Test;

/// Checks compose.yaml against the product's configuration, without a container engine.
class ComposeFileTest {
  private static final Path ROOT = Path.of(System.getProperty("lambda.root"));
  private static final Set<String> LOGGING = Set.of("LAMBDA_LOG_LEVEL", "LAMBDA_LOG_TARGET");

  private final ObjectNode services = services();

  private static ObjectNode services() {
    try {
      return (ObjectNode)
          new YAMLMapper().readTree(ROOT.resolve("compose/compose.yaml").toFile()).path("services");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// A service's environment, including merged mappings.
  private Map<String, String> environment(String service) {
    Map<String, String> environment = new HashMap<>();
    JsonNode node = resolved(services.path(service).path("environment"));
    node.properties().forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
    return environment;
  }

  /// Jackson does not resolve `<<: *anchor`; anchors are only used for the x- blocks.
  private static JsonNode resolved(JsonNode node) {
    ObjectNode anchors = settings();
    if (node.isTextual()) {
      return anchors;
    }
    ObjectNode merged = anchors.objectNode();
    if (node.has("<<")) {
      merged.setAll(anchors);
    }
    merged.setAll((ObjectNode) node.deepCopy());
    merged.remove("<<");
    return merged;
  }

  private static ObjectNode settings() {
    try {
      return (ObjectNode)
          new YAMLMapper()
              .readTree(ROOT.resolve("compose/compose.yaml").toFile())
              .path("x-settings");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> known() {
    Set<String> names = new HashSet<>(Settings.names(SpeedConfig::from));
    names.addAll(Settings.names(WorkerConfig::from));
    names.addAll(Settings.names(ApiConfig::from));
    names.addAll(Settings.names(ApiWorkflows.Config::from));
    names.addAll(LOGGING);
    return names;
  }

  @Test
  void everyPartOfThePlatformIsAService() {
    assertThat(services.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "kafka",
            "postgres",
            "elasticsearch",
            "s3",
            "temporal",
            "setup",
            "speed-layer",
            "worker",
            "api",
            "generator",
            "kibana",
            "prometheus",
            "grafana");
  }

  @Test
  void everyImageIsPinnedToAVersion() {
    services.forEach(service -> {
      if (service.has("image")) {
        assertThat(service.path("image").asText()).matches("[a-z0-9/-]+:[A-Za-z]*\\.?v?[0-9].*");
      }
    });
  }

  @Test
  void everySettingOfTheProductIsOneThatItReads() {
    for (String service : List.of("setup", "speed-layer", "worker", "api")) {
      assertThat(known()).as(service).containsAll(environment(service).keySet());
    }
  }

  @Test
  void theProductAcceptsItsSettingsAndLooksForServersByServiceName() {
    SpeedConfig speed = Settings.read(environment("speed-layer"), SpeedConfig::from);
    WorkerConfig worker = Settings.read(environment("worker"), WorkerConfig::from);
    ApiConfig api = Settings.read(environment("api"), ApiConfig::from);

    assertThat(api.kafka()).isEqualTo(worker.batch().kafka());
    assertThat(api.postgres().url()).isEqualTo(worker.batch().postgres().url());
    assertThat(api.processes().keySet()).containsExactly("speed-layer", "worker");
    assertThat(speed.ingest().kafka()).isEqualTo("kafka:19092").isEqualTo(worker.batch().kafka());
    assertThat(speed.elasticsearch().getHost()).isEqualTo("elasticsearch");
    assertThat(worker.batch().s3().endpoint().getHost()).isEqualTo("s3");
    assertThat(worker.temporal()).startsWith("temporal:");
    assertThat(speed.postgres())
        .usingRecursiveComparison()
        .ignoringFields("limits")
        .isEqualTo(worker.batch().postgres());
    assertThat(speed.postgres().url()).contains("//postgres:5432/");
    assertThat(environment("kafka").get("KAFKA_ADVERTISED_LISTENERS"))
        .contains(speed.ingest().kafka());
    assertThat(environment("postgres"))
        .containsEntry("POSTGRES_USER", speed.postgres().user())
        .containsEntry("POSTGRES_PASSWORD", speed.postgres().password());
    assertThat(environment("s3"))
        .containsEntry("MINIO_ROOT_USER", worker.batch().s3().accessKey())
        .containsEntry("MINIO_ROOT_PASSWORD", worker.batch().s3().secretKey());
  }

  @Test
  void portsAreThoseOfTheLocalStackAndStayOnLoopback() {
    Set<Integer> published = new TreeSet<>();
    services.forEach(service ->
        service
            .path("ports")
            .forEach(port -> {
              String[] parts = port.asText().split(":", -1);
              assertThat(parts[0]).as("%s", port).isEqualTo("127.0.0.1");
              published.add(Integer.parseInt(parts[1]));
            }));
    Collection<Integer> local = new HashSet<>(new Ports(0).all().values());
    local.remove(new Ports(0).kafkaController());

    assertThat(published).containsAll(local);
    assertThat(Settings.read(environment("speed-layer"), SpeedConfig::from).httpPort())
        .isEqualTo(new Ports(0).speedLayer());
    assertThat(Settings.read(environment("worker"), WorkerConfig::from).httpPort())
        .isEqualTo(new Ports(0).worker());
    assertThat(Settings.read(environment("api"), ApiConfig::from).port())
        .isEqualTo(new Ports(0).api());
    assertThat(Settings.read(environment("api"), ApiConfig::from).httpPort())
        .isEqualTo(new Ports(0).apiMetrics());
  }

  @Test
  void mountedFilesOfTheCheckoutExist() {
    Stream<String> mounts =
        StreamSupport.stream(services.spliterator(), false)
            .flatMap(service -> StreamSupport.stream(service.path("volumes").spliterator(), false))
            .map(JsonNode::asText)
            .filter(volume -> volume.startsWith(".."))
            .map(volume -> volume.split(":", -1)[0]);

    assertThat(mounts)
        .isNotEmpty()
        .allSatisfy(mount -> assertThat(ROOT.resolve("compose").resolve(mount)).exists());
  }

  @Test
  void everySettingIsDocumented() throws IOException {
    String documentation = Files.readString(ROOT.resolve("docs/CONFIGURATION.md"));

    assertThat(known()).allSatisfy(name -> assertThat(documentation).contains("`" + name + "`"));
  }
}
