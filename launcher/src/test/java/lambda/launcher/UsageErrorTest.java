package lambda.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Invalid command lines: one message each, in the user's terms.
class UsageErrorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --foo                                   | unknown option '--foo'
          quary                                   | unknown command 'quary' (did you mean 'query'?)
          query                                   | missing required parameter: 'VIEW'
          query pages --top x                     | --top 'x' is not a positive whole number
          query pages --top 0                     | --top '0' is not a positive whole number
          query pages --top -4                    | --top '-4' is not a positive whole number
          query pages --limit 0                   | --limit '0' is not a positive whole number
          query pages --top 1 --limit 1           | --top and --limit cannot be combined
          query pages --from yesterday            | --from 'yesterday' is not a time; write it as 2026-11-21T04:00:00Z
          query pages_per_hour --from 2026-11-21T04:00:00Z --to 2026-11-21T03:00:00Z | --from 2026-11-21T04:00:00Z is not before --to 2026-11-21T03:00:00Z
          query nothing                           | there is no view 'nothing'
          verify arch                             | WHAT 'arch' must be archive
          run foo                                 | PROCESS 'foo' must be setup or speed-layer or worker
          logs -n -5                              | --lines '-5' is not a positive whole number
          up --port-offset x                      | --port-offset 'x' is not a whole number
          up --port-offset -1                     | --port-offset must be from 0 to 40000
          up now                                  | unexpected argument 'now'
          status --json=maybe                     | '--json'
          generator --duration 10x                | --duration '10x' is not a positive duration; write 10s, 5m, 3h or PT1H30M
          generator --duration -5m                | --duration '-5m' is not a positive duration; write 10s, 5m, 3h or PT1H30M
          generator --backfill PT90M              | --backfill must be a number of whole hours, such as 3h
          generator --rate 5 --events-per-day 9   | --rate and --events-per-day cannot be combined
          generator --rate fast                   | --rate 'fast' is not a number
          generator --rate 0                      | --events-per-day and --rate must be more than 0
          generator --late 2                      | --late must be a share from 0 to 1, such as 0.05
          generator --stream nothing              | there is no stream 'nothing'
          generator --ledger /nope/ledger.json    | --ledger /nope/ledger.json: the folder /nope does not exist
          generator --stream all --ledger l.json  | write {stream} into the name
          """)
  void usageErrorIsOneMessageWithoutTheUsage(String line, String message) {
    CommandLineRun run = CommandLineRun.ofLine(line);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("lambda: ").contains(message).hasLineCount(1);
    assertThat(run.err()).doesNotContain("java.", "Exception", "Usage:");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "down", "status", "hours", "down --delete-data"})
  void homeThatIsEmptyIsRefused(String command) {
    CommandLineRun run = CommandLineRun.of((command + " --home=").split(" "));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("lambda: --home is empty").hasLineCount(1);
  }

  @Test
  void homeThatIsAFileIsRefused() {
    CommandLineRun run = CommandLineRun.of("status", "--home", "/etc/passwd");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("lambda: --home /etc/passwd: /etc/passwd is not a folder\n");
  }

  @Test
  void statusOfAFolderWithoutAStackSaysSoAndCreatesNothing(@TempDir Path folder) {
    CommandLineRun run = CommandLineRun.of("status", "--home", folder.resolve("none").toString());

    assertThat(run.status()).isEqualTo(3);
    assertThat(folder).isEmptyDirectory();
  }
}
