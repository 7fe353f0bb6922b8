package lambda.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lambda.tests.stack.Cli;
import lambda.tests.stack.FreePorts;
import lambda.tests.stack.TestStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first command of the README, and Ctrl-C.
class DemoTest {
  @TempDir Path folder;

  private final Cli cli = new Cli(TestStack.installation(), Map.of());

  private final int portOffset = FreePorts.find().offset();

  private List<String> at(String... line) {
    List<String> all = new ArrayList<>(List.of(line));
    all.addAll(List.of("--home", folder.resolve("home").toString()));
    all.addAll(List.of("--port-offset", Integer.toString(portOffset)));
    return all;
  }

  private JsonNode status() {
    return cli.run(at("status", "--json")).json();
  }

  @Test
  void demoSealsThreeHoursOfThreeStreamsEqualToTheLedgerAndLeavesNothingRunningAfterCtrlC()
      throws IOException, InterruptedException {
    runUntilCtrlC();
    List<String> again = runUntilCtrlC();

    assertThat(again).anyMatch(line -> line.contains("already has the demo's hours"));
  }

  /// @return the demo's output
  private List<String> runUntilCtrlC() throws IOException, InterruptedException {
    Process demo = cli.start(at("demo"), folder.resolve("err"));
    try (BufferedReader lines = demo.inputReader()) {
      List<String> output = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        if (line.contains("stop it")) {
          break;
        }
      }
      assertThat(output).noneMatch(line -> line.contains("✗"));
      assertThat(output).filteredOn(line -> line.contains("all equal")).hasSize(7);
      assertThat(output)
          .filteredOn(line -> line.contains(" sealed "))
          .hasSizeGreaterThanOrEqualTo(9)
          .allMatch(line -> line.endsWith(" 0"));
      assertThat(status())
          .hasSize(10)
          .allSatisfy(row -> assertThat(row.path("state").asText()).isEqualTo("up"));
      endByCtrlC(demo);
      return output;
    } finally {
      demo.destroy();
      cli.run(at("down"));
    }
  }

  private void endByCtrlC(Process demo) throws IOException, InterruptedException {
    List<Long> pids = new ArrayList<>();
    status().forEach(row -> pids.add(row.path("pid").asLong()));
    new ProcessBuilder("kill", "-INT", Long.toString(demo.pid())).start().waitFor();
    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    await().atMost(Duration.ofSeconds(10)).until(() -> pids.stream().noneMatch(DemoTest::alive));
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }
}
