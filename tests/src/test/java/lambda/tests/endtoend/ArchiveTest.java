package lambda.tests.endtoend;

import static lambda.tests.stack.TestStack.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import lambda.batch.hour.HourReport;
import lambda.tests.stack.Cli;
import lambda.tests.stack.PlainDuckDb;
import lambda.tests.stack.SharedStack;
import lambda.tests.stack.TestStack;
import lambda.tests.stack.TestStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The archive of sealed hours, as plain DuckDB and `lambda verify` see it.
@ExtendWith({SealedHours.Extension.class, SharedStack.Extension.class})
class ArchiveTest {
  private final SealedHours sealed;
  private final TestStack stack;
  private final TestStream pageviews;
  private final TestStream clickstream;

  ArchiveTest(SealedHours sealed, SharedStack shared) {
    this.sealed = sealed;
    stack = sealed.stack();
    pageviews = shared.stream(STREAM);
    clickstream = shared.stream("clickstream");
  }

  @Test
  void archiveHoldsEachRecordOnceAndPlainDuckDbReadsIt() throws SQLException {
    String records = Long.toString(sealed.reports().stream().mapToLong(HourReport::records).sum());

    assertThat(
            PlainDuckDb.row(
                """
                with records as (
                  select _partition, _offset, year, hour from read_parquet('%s', hive_partitioning = true)
                  union all
                  select _partition, _offset, year, hour from read_parquet('%s', hive_partitioning = true)
                )
                select count(*), count(distinct (_partition, _offset)), min(year), count(distinct hour)
                from records\
                """
                    .formatted(pageviews.objectPattern("raw"), pageviews.objectPattern("dlq"))))
        .containsExactly(records, records, sealed.hours().getFirst().substring(0, 4), "3");
  }

  @Test
  void malformedRecordsAreKeptByteForByteWithTheirReason() throws SQLException {
    long deadLetters = sealed.reports().stream().mapToLong(HourReport::deadLetters).sum();
    List<String> row =
        PlainDuckDb.row(
            """
            select count(*), count(*) filter (where length(reason) > 0),
              count(*) filter (where value = '<html><body>502 Bad Gateway</body></html>'::blob) > 0
            from read_parquet('%s')\
            """
                .formatted(pageviews.objectPattern("dlq")));

    assertThat(deadLetters).isPositive();
    assertThat(row).containsExactly(Long.toString(deadLetters), Long.toString(deadLetters), "true");
  }

  @Test
  void archiveIsVerifiedAndLostDamagedAndUnknownFilesAreNamed() throws Exception {
    Cli.Result sound = stack.cli("verify", "archive", "--stream", "clickstream", "--json");
    assertThat(sound.status()).as("%s%s", sound.out(), sound.err()).isZero();
    assertThat(sound.json())
        .hasSize(1)
        .allSatisfy(report -> {
          assertThat(report.path("records").asLong()).isPositive();
          assertThat(report.path("problems")).isEmpty();
          assertThat(report.path("orphans")).isEmpty();
        });

    List<Path> files = clickstream.objects();
    byte[] lost = Files.readAllBytes(files.get(0));
    byte[] intact = Files.readAllBytes(files.get(1));
    byte[] damaged = intact.clone();
    damaged[100] ^= 1;
    Path unknown = files.get(0).resolveSibling("unknown.parquet");
    try {
      Files.delete(files.get(0));
      Files.write(files.get(1), damaged);
      Files.write(unknown, intact);

      Cli.Result unsound = stack.cli("verify", "archive", "--stream", "clickstream", "--json");
      assertThat(unsound.status()).isEqualTo(1);
      assertThat(unsound.json().get(0).path("problems").toString())
          .contains(files.get(0).getFileName() + ": the manifest lists it, but it is not in")
          .contains(files.get(1).getFileName() + ": its ")
          .contains("unknown.parquet: it is in the bucket, but this database does not know it");
    } finally {
      Files.write(files.get(0), lost);
      Files.write(files.get(1), intact);
      Files.delete(unknown);
    }
  }

  @Test
  void offsetsOfTheManifestHaveNoGap() {
    assertThat(
            stack.count(
                """
                select count(*) from (
                  select first_offset, lag(next_offset) over (partition by stream, partition order by first_offset) as before
                  from lambda.ranges) o
                where before is not null and before <> first_offset\
                """))
        .isZero();
  }
}
