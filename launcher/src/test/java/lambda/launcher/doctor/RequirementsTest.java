package lambda.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequirementsTest {
  @ParameterizedTest
  @CsvSource({
    "25, WARNING",
    "25.0.1, WARNING",
    "25.0.2, WARNING",
    "25.0.3, OK",
    "25.1, OK",
    "26, OK"
  })
  void jdkThatCanCorruptZstdDataIsWarnedOf(String version, Finding.Level level) {
    Finding finding = Requirements.jdk(Runtime.Version.parse(version), "/opt/jdk");

    assertThat(finding.level()).isEqualTo(level);
    assertThat(finding.line()).contains("JDK " + version + " at /opt/jdk");
  }

  @Test
  void warningNamesTheBugAndTheRemedy() {
    assertThat(Requirements.jdk(Runtime.Version.parse("25.0.2"), "/opt/jdk").line())
        .startsWith("  ! ")
        .contains("25.0.3 or newer", "JDK-8377811");
  }

  @Test
  void otherSystemsArePointedToTheContainers() {
    assertThat(Requirements.system("Linux on amd64").level()).isEqualTo(Finding.Level.OK);
    assertThat(Requirements.system("Mac OS X on aarch64").line())
        .startsWith("  ✗ ")
        .contains("compose/compose.yaml");
  }

  @Test
  void tooLittleMemoryOrDiskIsAProblemThatNamesWhatIsNeeded() {
    assertThat(Requirements.memory(4L << 30).line()).isEqualTo("  ✓ 4096 MB memory available");
    assertThat(Requirements.memory((4L << 30) - 1).line())
        .isEqualTo("  ✗ 4095 MB memory available: 4096 MB is needed");
    assertThat(Requirements.disk(1L << 30, "/home").line())
        .isEqualTo("  ✗ 1024 MB disk free for /home: 3072 MB is needed");
  }
}
