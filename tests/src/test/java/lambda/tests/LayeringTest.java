package lambda.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/// The layering of docs/ARCHITECTURE.md, enforced by the build. Each rule says how to fix a
/// violation.
class LayeringTest {
  /// The folder of this class and of all compiled tests.
  private static final String TESTS =
      LayeringTest.class.getProtectionDomain().getCodeSource().getLocation().getPath();

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains(TESTS))
          .importPackages("lambda");

  private static final int MAX_CLASSES_PER_PACKAGE = 22;

  private static final List<String> MODULES =
      List.of(
          "core",
          "kafka",
          "monitoring",
          "store",
          "speed",
          "batch",
          "workflows",
          "serving",
          "generator",
          "local",
          "launcher");

  private static void check(ArchRule rule, String remedy) {
    rule.because(remedy).check(CLASSES);
  }

  @Test
  void coreDependsOnNoOtherModule() {
    check(
        noClasses()
            .that()
            .resideInAPackage("lambda.core..")
            .should()
            .dependOnClassesThat(
                JavaClass.Predicates.resideInAnyPackage(
                    "lambda.kafka..",
                    "lambda.monitoring..",
                    "lambda.store..",
                    "lambda.speed..",
                    "lambda.batch..",
                    "lambda.workflows..",
                    "lambda.serving..",
                    "lambda.generator..",
                    "lambda.local..",
                    "lambda.launcher..",
                    "java.sql..",
                    "java.net.http..",
                    "org.apache.kafka..")),
        "core holds definitions and decisions without I/O; move code that does I/O to the layer that needs it");
  }

  @Test
  void onlyStreamFilesReadsFilesInCore() {
    check(
        noClasses()
            .that()
            .resideInAPackage("lambda.core..")
            .and()
            .haveSimpleNameNotContaining("StreamFiles")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.file.Files"),
        "the rest of core is pure; take text instead of paths");
  }

  @Test
  void layersMeetOnlyInCoreAndStore() {
    check(
        noClasses()
            .that()
            .resideInAPackage("lambda.speed..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("lambda.batch..", "lambda.workflows.."),
        "the speed and the batch layer share state in Postgres and definitions in core; put what both need there");
    check(
        noClasses()
            .that()
            .resideInAnyPackage("lambda.batch..", "lambda.workflows..", "lambda.serving..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("lambda.speed.."),
        "nothing depends on the speed layer but the launcher and tests; put what both need into core or store");
  }

  @Test
  void temporalStaysInWorkflows() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("lambda.workflows..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.temporal.."),
        "batch-layer is plain classes; workflows calls them through activities");
  }

  @Test
  void duckDbAndArrowStayInTheirPackage() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("lambda.batch.duckdb..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.duckdb..", "org.apache.arrow.."),
        "DuckDb hands out JDBC connections, EventImport and DeadLetterSpool take records in; extend those");
  }

  @Test
  void awsStaysInItsPackage() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("lambda.batch.s3..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.."),
        "ObjectStore wraps the SDK; extend it");
  }

  @Test
  void elasticsearchStaysInProjectionAndServing() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "lambda.speed.projection..", "lambda.serving..", "lambda.elasticsearch..")
            .and()
            .doNotHaveFullyQualifiedName("lambda.speed.SpeedLayer") // opens the client, closes it
            .should()
            .dependOnClassesThat()
            .resideInAPackage("co.elastic.."),
        "only the projection writes to Elasticsearch, and only the serving layer reads from it");
  }

  @Test
  void noPackageHasTooManyClasses() {
    SortedMap<String, Integer> large = new TreeMap<>();
    for (JavaPackage inside : CLASSES.getPackage("lambda").getSubpackagesInTree()) {
      int count = topLevelClasses(inside);
      if (count > MAX_CLASSES_PER_PACKAGE) {
        large.put(inside.getName(), count);
      }
    }

    assertThat(large)
        .as("packages with more than %d classes; divide them by concept", MAX_CLASSES_PER_PACKAGE)
        .isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    assertThat(CLASSES.getPackage("lambda").getSubpackagesInTree())
        .filteredOn(inside -> topLevelClasses(inside) > 0)
        .allSatisfy(inside ->
            assertThat(inside.tryGetPackageInfo())
                .as(
                    "%s needs a package-info.java with a sentence or two and @NullMarked",
                    inside.getName())
                .isPresent());
  }

  private static int topLevelClasses(JavaPackage inside) {
    return (int)
        inside.getClasses().stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .count();
  }

  @Test
  void httpServersStayInMonitoring() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("lambda.monitoring..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.net.httpserver.."),
        "each process has one endpoint, MonitoringEndpoint; extend that");
  }

  @Test
  void theHttpFrameworkStaysInItsPackage() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("lambda.serving.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet.."),
        "endpoints take a Request and return an Answer; extend those");
  }

  @Test
  void servingKnowsNeitherLayerNorWorkflows() {
    check(
        noClasses()
            .that()
            .resideInAPackage("lambda.serving..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("lambda.batch..", "lambda.workflows..", "lambda.speed.."),
        "the API takes interfaces such as Workflows, which the launcher implements");
  }

  @Test
  void queriesKnowNothingOfHttp() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "lambda.serving", "lambda.serving.catalog..", "lambda.serving.hour..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "lambda.serving.http..", "lambda.serving.api..", "lambda.serving.live.."),
        "the commands use the same queries without a server");
  }

  @Test
  void kafkaClientsStayInTheirModule() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "lambda.kafka..",
                "lambda.speed.ingest..",
                "lambda.batch.archive..",
                "lambda.batch.duckdb..")
            .and()
            .doNotHaveFullyQualifiedName("lambda.local.server.Probes")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.."),
        "TopicReader and TopicSender wrap the clients; extend those. Only the speed layer's group membership uses a consumer itself");
    check(
        noClasses()
            .that()
            .resideInAnyPackage("lambda.batch..")
            .should()
            .dependOnClassesThat(
                JavaClass.Predicates.resideInAPackage("org.apache.kafka..")
                    .and(DescribedPredicate.not(JavaClass.Predicates.type(ConsumerRecord.class)))),
        "the archive takes records from TopicReader and uses no client");
    check(
        noClasses()
            .that()
            .resideInAPackage("lambda.speed..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.clients.producer.."),
        "the speed layer only reads");
  }

  @Test
  void timeAndEnvironmentComeFromOutside() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("lambda.launcher..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC"),
        "take an InstantSource in the constructor; mains pass InstantSource.system()");
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("lambda.launcher..")
            .and()
            .doNotHaveFullyQualifiedName("lambda.local.server.NativeTools")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class),
        "settings come in as a config record; only mains read the environment");
  }

  @Test
  void packagesOfTheSpeedLayerDoNotKnowItsProcess() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("lambda.speed.ingest..", "lambda.speed.projection..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("lambda.speed"),
        "the process wires the packages; pass what they need, as IngestConfig does");
  }

  @Test
  void packagesOfAModuleHaveNoCycles() {
    for (String module : MODULES) {
      check(
          SlicesRuleDefinition.slices()
              .matching("lambda." + module + ".(*)..")
              .should()
              .beFreeOfCycles()
              .allowEmptyShould(true),
          "move what both packages need to the one that the other depends on, or to a third");
    }
  }
}
