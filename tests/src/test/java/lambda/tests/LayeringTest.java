package lambda.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/// The layering of docs/ARCHITECTURE.md, kept by the build. Each rule says how to mend a breach.
class LayeringTest {
  /// Where this class was compiled to, and with it all tests.
  private static final String TESTS =
      LayeringTest.class.getProtectionDomain().getCodeSource().getLocation().getPath();

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains(TESTS))
          .importPackages("lambda");

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

  private static void check(ArchRule rule, String mend) {
    rule.because(mend).check(CLASSES);
  }

  @Test
  void coreKnowsNobody() {
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
        "core holds words and decisions without I/O; move what acts to the layer that acts");
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
        "speed and batch layer share state in Postgres and words in core; put what both need"
            + " there");
    check(
        noClasses()
            .that()
            .resideInAnyPackage("lambda.batch..", "lambda.workflows..", "lambda.serving..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("lambda.speed.."),
        "nothing depends on the speed layer but the launcher and tests; put what both need into"
            + " core or store");
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
  void duckDbAndAwsStayInTheBatchLayer() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("lambda.batch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.duckdb..", "org.apache.arrow..", "software.amazon.."),
        "Duck and ObjectStore wrap them; extend those");
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("lambda.batch.s3.ObjectStore")
            .and()
            .doNotHaveFullyQualifiedName("lambda.batch.s3.LifecycleRules")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.."),
        "one class speaks to S3, and Lifecycle holds its rules; extend ObjectStore");
  }

  @Test
  void elasticsearchStaysInProjectionAndServing() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "lambda.speed..", "lambda.serving..", "lambda.launcher..", "lambda.elasticsearch..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("co.elastic.."),
        "the projector writes and the serving layer reads; nobody else speaks to Elasticsearch");
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
        "a process has one endpoint, MonitoringEndpoint; extend that");
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
        "TopicReader and TopicSender wrap the clients; extend those. Only the speed layer's group"
            + " membership uses a consumer itself");
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
