package lambda.tests.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lambda.local.server.NativeTools;
import lambda.tests.stack.TestStack;
import org.junit.jupiter.api.Test;

/// The alert rules, alone.
class AlertRulesTest {
  private static final Path ROOT = TestStack.installation().root();
  private static final Path FOLDER = ROOT.resolve(AlertRules.FOLDER);

  @Test
  void everyAlertHasASectionThatSaysWhatToDo() throws IOException {
    List<String> sections =
        Files.readAllLines(ROOT.resolve("docs/OPERATIONS.md")).stream()
            .filter(line -> line.startsWith("## "))
            .map(line ->
                "docs/OPERATIONS.md#"
                    + line.substring(3).toLowerCase(Locale.ROOT).replace(' ', '-'))
            .toList();

    assertThat(AlertRules.rules(FOLDER)).isNotEmpty();
    assertThat(sections)
        .containsAll(AlertRules.rules(FOLDER).stream().map(AlertRules.Rule::runbook).toList());
  }

  @Test
  void everyAlertHasATest() throws IOException {
    String tests = Files.readString(FOLDER.resolve("alerts_test.yml"));

    assertThat(AlertRules.rules(FOLDER))
        .allSatisfy(rule -> assertThat(tests).contains("alertname: " + rule.name()));
  }

  @Test
  void theRulesPassTheirTests() throws Exception {
    Optional<Path> promtool = NativeTools.onPath("promtool");
    assumeTrue(promtool.isPresent(), "promtool is not on the PATH (Debian: package prometheus)");
    Process process =
        new ProcessBuilder(promtool.get().toString(), "test", "rules", "alerts_test.yml")
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
  }
}
